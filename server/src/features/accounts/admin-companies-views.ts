import type { CompanyRecord, CompanySummary } from '@companyaccount/contract/admin-companies';
import type { Sharing } from '@companyaccount/contract/companies';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

type PageQuery = { 'page[size]'?: number; 'page[after]'?: string };

/** How many companies a part of a name or an address may mean; whoever means another writes more of it. */
const MEANT_MAX = 500;

const companyRows = (tx: Tx) =>
  tx
    .selectFrom('app.companies as c')
    .select(['c.id', 'c.name', 'c.sharing', 'c.version', 'c.created_at'])
    .select((eb) => [
      ...(['active', 'pending'] as const).map((state) =>
        eb
          .selectFrom('app.members as m')
          .select(eb.fn.countAll<number>().as('count'))
          .whereRef('m.company_id', '=', 'c.id')
          .where('m.state', '=', state)
          .as(state),
      ),
      eb
        .selectFrom('app.licenses as l')
        .select(eb.fn.countAll<number>().as('count'))
        .whereRef('l.company_id', '=', 'c.id')
        .as('licenses'),
    ]);
export type CompanyRow = Awaited<ReturnType<ReturnType<typeof companyRows>['executeTakeFirstOrThrow']>>;

const part = (text: string) => `%${text.replaceAll(/[\\%_]/gu, '\\$&')}%`;

/** Which companies a search means, each way by its own index, so that the list itself is read by its order. */
export const companiesMeant = (q: string): RawBuilder<{ id: string }> => sql`
  (select id from app.companies where name ilike ${part(q)} limit ${sql.lit(MEANT_MAX)})
  union (select company_id from app.company_domains where domain ilike ${part(q)} limit ${sql.lit(MEANT_MAX)})
  union (select m.company_id from auth.people p join app.members m on m.person_id = p.id
    where p.email ilike ${part(q)} and m.state <> 'removed' limit ${sql.lit(MEANT_MAX)})`;

/** Companies, newest first, one more than a page. */
export async function listCompanyRows(tx: Tx, { q, ...query }: { q?: string } & PageQuery): Promise<CompanyRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  const text = q?.trim() ?? '';
  const ids =
    text === '' ? null : (await companiesMeant(text).execute(tx)).rows.slice(0, MEANT_MAX).map(({ id }) => id);
  return companyRows(tx)
    .$if(ids !== null, (rows) => rows.where(sql<boolean>`c.id = any(${ids}::uuid[])`))
    .$if(after !== null, (rows) =>
      rows.where(sql<boolean>`(c.created_at, c.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('c.created_at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}

export const presentSummary = (row: CompanyRow): CompanySummary => ({
  id: row.id,
  name: row.name,
  members: Number(row.active),
  pendingMembers: Number(row.pending),
  licenses: Number(row.licenses),
  createdAt: row.created_at.toISOString(),
});

/** One company with all its counts; refuses when there is none. */
export async function loadCompanyRecord(tx: Tx, id: string): Promise<CompanyRecord> {
  const row = await companyRows(tx)
    .select((eb) => {
      const requests = eb
        .selectFrom('app.requests as r')
        .select(eb.fn.countAll<number>().as('count'))
        .whereRef('r.company_id', '=', 'c.id');
      return [
        requests.as('requests'),
        requests.where('r.status', 'in', ['new', 'open', 'waiting_for_customer']).as('open_requests'),
      ];
    })
    .where('c.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return {
    ...presentSummary(row),
    sharing: row.sharing as Sharing,
    requests: Number(row.requests),
    openRequests: Number(row.open_requests),
    version: row.version,
  };
}
