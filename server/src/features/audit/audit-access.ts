import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { CHAINED } from './audit-store.ts';

/** Places of the chain from `after` on, each with what hangs on it, as far as it is still there. */
export async function readChain(tx: Tx, after: number, limit: number) {
  return tx
    .selectFrom('app.audit_seals as s')
    .leftJoin('app.audit_entries as e', 'e.id', 's.entry_id')
    .leftJoin('app.audit_subjects as x', 'x.entry_id', 's.entry_id')
    .leftJoin('app.audit_heads as h', 'h.number', 's.number')
    .select(['s.number', 's.entry_id as entryId', 's.hash'])
    .select(CHAINED)
    .select([
      'x.salt',
      'x.details',
      'x.person_id as subjectPersonId',
      'x.company_id as subjectCompanyId',
      'h.hash as headHash',
      'h.kid',
      'h.signature',
      'h.sealed_at as sealedAt',
    ])
    .where('s.number', '>', after)
    .orderBy('s.number')
    .limit(limit)
    .execute();
}
export type ChainRow = Awaited<ReturnType<typeof readChain>>[number];

/** The signed head at a place, whether or not the chain still has that place. */
export async function findHead(tx: Tx, number: number) {
  return tx.selectFrom('app.audit_heads').selectAll().where('number', '=', number).executeTakeFirst();
}

/** The newest signed head. */
export async function findLastHead(tx: Tx) {
  return tx.selectFrom('app.audit_heads').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst();
}

/** The hashes at some places of the chain. */
export async function readHashes(tx: Tx, numbers: readonly number[]): Promise<Map<number, Buffer>> {
  if (numbers.length === 0) return new Map();
  const rows = await tx
    .selectFrom('app.audit_seals')
    .select(['number', 'hash'])
    .where('number', 'in', numbers)
    .execute();
  return new Map(rows.map(({ number, hash }) => [number, hash]));
}

/** How many entries wait to be sealed, and since when. */
export async function countUnsealed(tx: Tx): Promise<{ count: number; oldest: Date | null }> {
  const { rows } = await sql<{ count: number; oldest: Date | null }>`
    select count(*) as count, min(e.at) as oldest
    from app.audit_unsealed u join app.audit_entries e on e.id = u.entry_id
    where not exists (select from app.audit_seals s where s.entry_id = u.entry_id)`.execute(tx);
  return rows[0] ?? { count: 0, oldest: null };
}

/** Entries that are neither sealed nor wait for it: nothing of the program writes such. */
export async function listForeignEntries(tx: Tx, limit: number): Promise<{ id: number; at: Date }[]> {
  const { rows } = await sql<{ id: number; at: Date }>`
    select e.id, e.at from app.audit_entries e
    where not exists (select from app.audit_seals s where s.entry_id = e.id)
      and not exists (select from app.audit_unsealed u where u.entry_id = e.id)
    order by e.id limit ${limit}`.execute(tx);
  return rows;
}

/** Entries that waited to be sealed and are gone. */
export async function listLostEntries(tx: Tx, limit: number): Promise<{ id: number }[]> {
  const { rows } = await sql<{ id: number }>`
    select u.entry_id as id from app.audit_unsealed u
    where not exists (select from app.audit_entries e where e.id = u.entry_id)
      and not exists (select from app.audit_seals s where s.entry_id = u.entry_id)
    order by 1 limit ${limit}`.execute(tx);
  return rows;
}

/** Side rows of entries that do not exist. */
export async function listForeignSubjects(tx: Tx, limit: number): Promise<{ id: number }[]> {
  const { rows } = await sql<{ id: number }>`
    select x.entry_id as id from app.audit_subjects x
    where not exists (select from app.audit_entries e where e.id = x.entry_id)
      and not exists (select from app.audit_seals s where s.entry_id = x.entry_id)
      and not exists (select from app.audit_unsealed u where u.entry_id = x.entry_id)
    order by 1 limit ${limit}`.execute(tx);
  return rows;
}
