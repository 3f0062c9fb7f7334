import { type Erasure, ERASURE_STEPS, type PersonRecord } from '@companyaccount/contract/erasures';
import { sql } from 'kysely';
import { normalizeEmail } from '#features/accounts/index.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

/** Who signs in with an address: one person, or nobody. */
export async function findPeople(db: Db, email: string): Promise<PersonRecord[]> {
  const rows = await db
    .selectFrom('auth.people as p')
    .leftJoin('app.agents as a', 'a.person_id', 'p.id')
    .select(['p.id', 'p.name', 'p.email', 'p.created_at', 'a.active'])
    .select(
      sql<{ id: string; name: string }[]>`(
        select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name) order by c.name), '[]')
        from app.members m join app.companies c on c.id = m.company_id
        where m.person_id = p.id and m.state <> 'removed')`.as('companies'),
    )
    .where('p.email', '=', normalizeEmail(email))
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    side: row.active === null ? ('customer' as const) : ('vendor' as const),
    open: row.active === true,
    companies: row.companies,
    createdAt: row.created_at.toISOString(),
  }));
}

const erasures = (db: Db | Tx) =>
  db
    .selectFrom('app.erasures as e')
    .innerJoin('auth.people as p', 'p.id', 'e.asked_by')
    .select([
      'e.id',
      'e.person_id',
      'e.asked_by',
      'p.name as asked_by_name',
      'e.done',
      'e.created_at',
      'e.finished_at',
    ]);
export type ErasureRow = Awaited<ReturnType<ReturnType<typeof erasures>['executeTakeFirstOrThrow']>>;

export const presentErasure = (row: ErasureRow): Erasure => ({
  id: row.id,
  personId: row.person_id,
  askedBy: { id: row.asked_by, name: row.asked_by_name },
  done: row.done,
  total: ERASURE_STEPS.length,
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});

export async function loadErasure(tx: Tx, id: string): Promise<Erasure> {
  return presentErasure(await erasures(tx).where('e.id', '=', id).executeTakeFirstOrThrow());
}

/** Erasures, newest first, one more than a page. */
export async function listErasureRows(
  db: Db,
  query: { 'page[size]'?: number; 'page[after]'?: string },
): Promise<ErasureRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return erasures(db)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(e.created_at, e.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('e.created_at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
