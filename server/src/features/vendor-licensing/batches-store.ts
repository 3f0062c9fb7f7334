import type { LicenseBatch } from '@companyaccount/contract/license-batches';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';
import { newId } from '#platform/ids.ts';
import type { LicenseFileRow, Offer } from './license-file.ts';

/** Rows written by one statement. */
const CHUNK = 5000;

/** Products and plans that licenses can be issued for, by name, and the name as it is written. */
export async function loadOffer(db: Db): Promise<Offer> {
  const names = async (table: 'app.products' | 'app.support_plans') => {
    const rows = await db.selectFrom(table).select(['id', 'name']).where('archived_at', 'is', null).execute();
    return new Map(rows.map(({ id, name }) => [name.toLowerCase(), id]));
  };
  return { products: await names('app.products'), plans: await names('app.support_plans') };
}

export interface NewBatch {
  source: LicenseBatch['source'];
  total: number;
  personId: string;
  at: Date;
}

export async function insertBatch(tx: Tx, { source, total, personId, at }: NewBatch): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.license_batches')
    .values({ id, source, total, person_id: personId, created_at: at })
    .execute();
  return id;
}

/** Keeps what is to be issued; a license without a beginning begins at `at`. */
export async function insertFileRows(
  tx: Tx,
  batchId: string,
  rows: readonly LicenseFileRow[],
  at: Date,
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    const part = rows.slice(from, from + CHUNK);
    await sql`insert into app.license_batch_rows
        (batch_id, row, product_id, plan_id, seats, valid_from, valid_until, reference)
      select ${batchId}, * from unnest(${part.map(({ row }) => row)}::int[], ${part.map(({ productId }) => productId)}::uuid[],
        ${part.map(({ planId }) => planId)}::uuid[], ${part.map(({ seats }) => seats)}::int[],
        ${part.map(({ validFrom }) => validFrom ?? at)}::timestamptz[],
        ${part.map(({ validUntil }) => validUntil)}::timestamptz[],
        ${part.map(({ reference }) => reference)}::text[])`.execute(tx);
  }
}

/** Keeps the same terms as often as they are to be issued. */
export async function insertSameRows(
  tx: Tx,
  batchId: string,
  count: number,
  terms: Omit<LicenseFileRow, 'row'> & { validFrom: Date },
): Promise<void> {
  const { productId, planId, seats, validFrom, validUntil, reference } = terms;
  await sql`insert into app.license_batch_rows
      (batch_id, row, product_id, plan_id, seats, valid_from, valid_until, reference)
    select ${batchId}, n, ${productId}, ${planId}, ${seats}::int, ${validFrom}::timestamptz, ${validUntil}::timestamptz,
      ${reference}::text
    from generate_series(1, ${count}::int) n`.execute(tx);
}

/** Rows that have no code yet, in their order, and as many numbers for serials. */
export async function takeOpenRows(tx: Tx, batchId: string, limit: number): Promise<{ row: number; number: number }[]> {
  const { rows } = await sql<{ row: number; number: number }>`
    with open as materialized (
      select row from app.license_batch_rows where batch_id = ${batchId} and code_hash is null
      order by row limit ${limit} for update
    )
    select row, nextval('app.license_serials') as number from open order by row`.execute(tx);
  return rows;
}

export interface PreparedRow {
  row: number;
  licenseId: string;
  serial: string;
  codeHash: Buffer;
  sealedCode: Buffer;
}

/** Gives rows their code and serial, and counts them. A code that another row has fails the transaction. */
export async function prepareRows(tx: Tx, batchId: string, rows: readonly PreparedRow[]): Promise<void> {
  await sql`update app.license_batch_rows b
    set license_id = p.license_id, serial = p.serial, code_hash = p.code_hash, sealed_code = p.sealed_code
    from unnest(${rows.map(({ row }) => row)}::int[], ${rows.map(({ licenseId }) => licenseId)}::uuid[],
      ${rows.map(({ serial }) => serial)}::text[], ${rows.map(({ codeHash }) => codeHash)}::bytea[],
      ${rows.map(({ sealedCode }) => sealedCode)}::bytea[]) as p (row, license_id, serial, code_hash, sealed_code)
    where b.batch_id = ${batchId} and b.row = p.row`.execute(tx);
  await tx
    .updateTable('app.license_batches')
    .set((eb) => ({ prepared: eb('prepared', '+', rows.length) }))
    .where('id', '=', batchId)
    .execute();
}

/** Locks a batch that is not done; undefined when it is, or does not exist. */
export async function lockRunningBatch(tx: Tx, id: string) {
  return tx
    .selectFrom('app.license_batches')
    .select(['id', 'total', 'source', 'person_id'])
    .where('id', '=', id)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();
}

/** Takes codes away that a license has already; answers with how many rows need another. */
export async function dropTakenCodes(tx: Tx, batchId: string): Promise<number> {
  const result = await sql`update app.license_batch_rows b
    set license_id = null, serial = null, code_hash = null, sealed_code = null
    where b.batch_id = ${batchId}
      and exists (select from app.activation_codes a where a.code_hash = b.code_hash)`.execute(tx);
  const count = Number(result.numAffectedRows ?? 0n);
  if (count > 0) {
    await tx
      .updateTable('app.license_batches')
      .set((eb) => ({ prepared: eb('prepared', '-', count) }))
      .where('id', '=', batchId)
      .execute();
  }
  return count;
}

/** Brings all licenses of a prepared batch into being, and forgets what prepared them. */
export async function issuePrepared(tx: Tx, batchId: string, at: Date, codesUntil: Date): Promise<void> {
  await sql`insert into app.licenses (id, serial, product_id, plan_id, seats, valid_from, valid_until, reference,
      created_at, batch_id, batch_row)
    select license_id, serial, product_id, plan_id, seats, valid_from, valid_until, reference, ${at}::timestamptz,
      batch_id, row
    from app.license_batch_rows where batch_id = ${batchId} order by row`.execute(tx);
  await sql`insert into app.activation_codes (license_id, code_hash, sealed_code)
    select license_id, code_hash, sealed_code from app.license_batch_rows where batch_id = ${batchId}`.execute(tx);
  await tx.deleteFrom('app.license_batch_rows').where('batch_id', '=', batchId).execute();
  await tx
    .updateTable('app.license_batches')
    .set({ state: 'done', finished_at: at, result_until: codesUntil })
    .where('id', '=', batchId)
    .execute();
}

const batchRows = (db: Db | Tx) =>
  db
    .selectFrom('app.license_batches as b')
    .innerJoin('auth.people as p', 'p.id', 'b.person_id')
    .selectAll('b')
    .select('p.name as person');

/** Batches, newest first, one more than a page. */
export async function listBatchRows(db: Db, query: { 'page[size]'?: number; 'page[after]'?: string }) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return batchRows(db)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(b.created_at, b.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('b.created_at', 'desc')
    .orderBy('b.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type BatchRow = Awaited<ReturnType<typeof listBatchRows>>[number];

/** One batch. Throws `not_found`. */
export async function loadBatchRow(db: Db | Tx, id: string): Promise<BatchRow> {
  const row = await batchRows(db).where('b.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

export const presentBatch = (row: BatchRow): LicenseBatch => ({
  id: row.id,
  source: row.source as LicenseBatch['source'],
  state: row.state as LicenseBatch['state'],
  total: row.total,
  prepared: row.prepared,
  createdBy: row.person,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
  codesUntil: row.result_until?.toISOString() ?? null,
});

/** The next licenses of a batch with their sealed codes, in the order of the batch. */
export async function listBatchCodes(db: Db, batchId: string, after: number, limit: number) {
  return db
    .selectFrom('app.licenses as l')
    .innerJoin('app.activation_codes as a', 'a.license_id', 'l.id')
    .innerJoin('app.products as p', 'p.id', 'l.product_id')
    .innerJoin('app.support_plans as s', 's.id', 'l.plan_id')
    .select(['l.id', 'l.batch_row', 'l.serial', 'a.sealed_code', 'p.name as product', 's.name as plan', 'l.seats'])
    .select(['l.valid_from', 'l.valid_until', 'l.reference'])
    .where('l.batch_id', '=', batchId)
    .where('l.batch_row', '>', after)
    .orderBy('l.batch_row')
    .limit(limit)
    .execute();
}
