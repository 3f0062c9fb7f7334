import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';

/** A person who waits to be let into a company, and about whom the vendor has not been told. */
export interface Waiting {
  memberId: string;
  companyId: string;
  companyName: string;
  since: Date;
  name: string;
  email: string;
  language: string;
}

const waitingMembers = (tx: Db | Tx) =>
  tx
    .selectFrom('app.members as m')
    .innerJoin('app.companies as c', 'c.id', 'm.company_id')
    .innerJoin('auth.people as p', 'p.id', 'm.person_id')
    .select(['m.id as memberId', 'm.company_id as companyId', 'c.name as companyName', 'm.created_at as since'])
    .select(['p.name', 'p.email', 'p.language'])
    .where('m.state', '=', 'pending')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('app.account_cases as a')
            .select('a.request_id')
            .whereRef('a.member_id', '=', 'm.id')
            .whereRef('a.waiting_since', '=', 'm.created_at'),
        ),
      ),
    );

/** People who have waited since before `before`, longest first. */
export const listWaiting = (db: Db, before: Date, limit: number): Promise<Waiting[]> =>
  waitingMembers(db).where('m.created_at', '<=', before).orderBy('m.created_at').limit(limit).execute();

/** One of them, locked; undefined when they no longer wait, or the vendor has been told meanwhile. */
export const lockWaiting = (tx: Tx, memberId: string): Promise<Waiting | undefined> =>
  waitingMembers(tx).where('m.id', '=', memberId).forUpdate('m').executeTakeFirst();

/**
 * Companies that have members and no administrator, and about which the vendor has not been told since `since`, nor works
 * on it.
 */
export async function listWithoutAdministrator(db: Db, since: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from app.companies c
    where exists (select from app.members m where m.company_id = c.id)
      and not exists (
        select from app.members m where m.company_id = c.id and m.role = 'administrator' and m.state = 'active')
      and ${untold(since)}
    order by c.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

const untold = (since: Date) => sql<boolean>`not exists (
  select from app.account_cases a join app.requests r on r.id = a.request_id
  where a.company_id = c.id and a.reason = 'no_administrator'
    and (a.created_at > ${since} or r.status not in ('resolved', 'closed')))`;

/** Locks a company; undefined when it has an administrator again, or the vendor has been told. */
export async function lockWithoutAdministrator(
  tx: Tx,
  id: string,
  since: Date,
): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    select c.id, c.name from app.companies c
    where c.id = ${id}
      and not exists (
        select from app.members m where m.company_id = c.id and m.role = 'administrator' and m.state = 'active')
      and ${untold(since)}
    for no key update of c`.execute(tx);
  return rows[0];
}
