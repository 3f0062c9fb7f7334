import type { StaffMember } from '@companyaccount/contract/admin-agents';
import type { AgentRole } from '@companyaccount/contract/permissions';
import { sql } from 'kysely';
import { asInterfaceLanguage } from '#features/accounts/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

const rowsOf = (tx: Tx) =>
  tx
    .selectFrom('app.agents as a')
    .innerJoin('auth.people as p', 'p.id', 'a.person_id')
    .select(['p.id', 'p.name', 'p.email', 'p.language', 'a.roles', 'a.active', 'a.created_at'])
    .select((eb) => [
      eb
        .selectFrom('app.requests as r')
        .select(eb.fn.countAll<number>().as('count'))
        .whereRef('r.owner_id', '=', 'a.person_id')
        .where('r.status', 'in', ['new', 'open', 'waiting_for_customer'])
        .as('open_requests'),
      eb
        .selectFrom('app.audit_entries as e')
        .select('e.at')
        .whereRef('e.person_id', '=', 'a.person_id')
        .orderBy('e.at', 'desc')
        .limit(1)
        .as('last_seen_at'),
    ]);
export type AgentRow = Awaited<ReturnType<ReturnType<typeof rowsOf>['executeTakeFirstOrThrow']>>;

/** The staff in the order of coming, one more than a page. */
export async function listAgentRows(
  tx: Tx,
  query: { 'page[size]'?: number; 'page[after]'?: string },
): Promise<AgentRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return rowsOf(tx)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(a.created_at, a.person_id) > (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('a.created_at')
    .orderBy('a.person_id')
    .limit(pageSize(query) + 1)
    .execute();
}

export async function loadAgent(tx: Tx, id: string): Promise<StaffMember> {
  return presentAgent(await rowsOf(tx).where('a.person_id', '=', id).executeTakeFirstOrThrow());
}

export const presentAgent = (row: AgentRow): StaffMember => ({
  id: row.id,
  name: row.name,
  email: row.email,
  language: asInterfaceLanguage(row.language),
  roles: row.roles as AgentRole[],
  active: row.active,
  openRequests: Number(row.open_requests),
  lastSeenAt: row.last_seen_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
});
