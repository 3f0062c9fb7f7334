import type { Export, ExportFilters, ExportSort } from '@companyaccount/contract/exports';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { takeTurn } from '#platform/db/turns.ts';
import { newId } from '#platform/ids.ts';

/** What an export holds, by the names of the API. */
export type ExportQuery = ExportFilters & { sort: ExportSort };

/** Whose exports: a person's in one company, or as staff. */
export interface Owner {
  personId: string;
  companyId: string | null;
}

/** The exports of one owner; the wall says the same once more for members. */
export const exportsOf = (tx: Tx, { personId, companyId }: Owner) =>
  tx
    .selectFrom('app.exports')
    .where('person_id', '=', personId)
    .where('company_id', 'is not distinct from', companyId)
    .where('state', '!=', 'deleted');

/** Whoever begins an export waits for the other, so that two calls together do not exceed the number. */
export async function lockExports(tx: Tx, { personId }: Owner): Promise<void> {
  await takeTurn(tx, `exports ${personId}`);
}

/** How many exports the owner has, and how many of them are being written. */
export async function countExports(tx: Tx, owner: Owner): Promise<{ kept: number; running: number }> {
  return exportsOf(tx, owner)
    .select((eb) => [
      eb.fn.countAll<number>().as('kept'),
      eb.fn.countAll<number>().filterWhere('state', '=', 'running').as('running'),
    ])
    .executeTakeFirstOrThrow();
}

interface NewExport {
  id: string;
  owner: Owner;
  format: Export['format'];
  query: ExportQuery;
  seesAll: boolean;
  at: Date;
  expiresAt: Date;
}

export async function insertExport(tx: Tx, { id, owner, format, query, seesAll, at, expiresAt }: NewExport) {
  await tx
    .insertInto('app.exports')
    .values({
      id,
      person_id: owner.personId,
      company_id: owner.companyId,
      format,
      query: JSON.stringify(query),
      sees_all: seesAll,
      created_at: at,
      expires_at: expiresAt,
    })
    .execute();
}

/** The file of an export is deleted by the next run of the job; nobody sees it from now on. */
export async function markDeleted(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.updateTable('app.exports').set({ state: 'deleted', expires_at: at }).where('id', '=', id).execute();
}

/**
 * Begins an attempt at writing an export, into a blob of its own: an earlier attempt that may still be going on writes no
 * more from then on. Answers with what is to be written and the earlier blob, or with undefined where nothing is.
 */
export async function beginAttempt(db: Db, id: string) {
  const { rows } = await sql<{
    personId: string;
    companyId: string | null;
    format: Export['format'];
    query: ExportQuery;
    seesAll: boolean;
    blobId: string;
    earlierBlobId: string | null;
    language: string;
    timeZone: string;
  }>`update app.exports e set blob_id = ${newId()}, written = 0
    from app.exports before join auth.people p on p.id = before.person_id
    where e.id = ${id} and e.state = 'running' and before.id = e.id
    returning e.person_id as "personId", e.company_id as "companyId", e.format, e.query, e.sees_all as "seesAll",
      e.blob_id as "blobId", before.blob_id as "earlierBlobId", p.language, p.time_zone as "timeZone"`.execute(db);
  return rows[0];
}

export interface Attempt {
  exportId: string;
  blobId: string;
}

/** Notes something about an export; false when this attempt does not count any more. */
export async function updateAttempt(
  tx: Tx,
  { exportId, blobId }: Attempt,
  change: {
    state?: Export['state'];
    failure?: Export['failure'];
    total?: number;
    written?: number;
    size?: number;
    finished_at?: Date;
    expires_at?: Date;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('app.exports')
    .set(change)
    .where('id', '=', exportId)
    .where('blob_id', '=', blobId)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Exports whose time is over, or whose person has no rights any more where they asked for them. */
export async function findOverdue(db: Db, now: Date, limit: number) {
  return db
    .selectFrom('app.exports as e')
    .select(['e.id', 'e.blob_id', 'e.person_id'])
    .where((eb) =>
      eb.or([
        eb('e.expires_at', '<=', now),
        eb.and([
          eb('e.company_id', 'is not', null),
          eb.not(
            eb.exists(
              eb
                .selectFrom('app.members as m')
                .select('m.id')
                .whereRef('m.person_id', '=', 'e.person_id')
                .whereRef('m.company_id', '=', 'e.company_id')
                .where('m.state', '=', 'active'),
            ),
          ),
        ]),
        eb.and([
          eb('e.company_id', 'is', null),
          eb.not(
            eb.exists(
              eb
                .selectFrom('app.agents as a')
                .select('a.person_id')
                .whereRef('a.person_id', '=', 'e.person_id')
                .where('a.active', '=', true),
            ),
          ),
        ]),
      ]),
    )
    .orderBy('e.expires_at')
    .limit(limit)
    .execute();
}

export async function deleteExportRow(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.exports').where('id', '=', id).execute();
}
