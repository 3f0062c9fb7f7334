import { COUNT_MAX, QUEUES, type QueueId } from '@companyaccount/contract/desk';
import type { Desk } from '@companyaccount/contract/requests';
import type { AgentRole } from '@companyaccount/contract/permissions';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';

/** How many requests stand in each queue of a desk, counted up to COUNT_MAX over the partial indexes of open requests. */
export async function countQueues(tx: Tx, desk: Desk, personId: string): Promise<{ id: QueueId; count: number }[]> {
  const conditions: Record<QueueId, ReturnType<typeof sql>> = {
    unassigned: sql`owner_id is null and status in ('new', 'open')`,
    mine: sql`owner_id = ${personId} and status in ('new', 'open', 'waiting_for_customer')`,
    escalated: sql`escalated`,
    open: sql`status in ('new', 'open')`,
    waiting_for_customer: sql`status = 'waiting_for_customer'`,
    resolved: sql`status = 'resolved'`,
  };
  const counts = QUEUES.map(
    (id) =>
      sql`(select count(*) from (select from app.requests where desk = ${desk} and ${conditions[id]} limit ${COUNT_MAX}) q)`,
  );
  const { rows } = await sql<{ counts: number[] }>`select array[${sql.join(counts)}]::int[] as counts`.execute(tx);
  return QUEUES.map((id, index) => ({ id, count: rows[0]?.counts[index] ?? 0 }));
}

/** What decides who hears of somebody's presence at a request, and under which name. */
export async function loadPresencePlace(
  tx: Tx,
  requestId: string,
  personId: string,
): Promise<{ desk: string; companyId: string | null; watcherIds: string[]; name: string }> {
  return tx
    .selectFrom('app.requests as r')
    .innerJoin('auth.people as p', (join) => join.on('p.id', '=', personId))
    .where('r.id', '=', requestId)
    .select(['r.desk', 'r.company_id as companyId', 'p.name'])
    .select(
      sql<string[]>`array(select q.person_id from app.request_participants q where q.request_id = r.id
        union select r.author_id where r.author_id is not null)`.as('watcherIds'),
    )
    .executeTakeFirstOrThrow();
}

/** Support plans by name. */
export const listPlans = (db: Db): Promise<{ id: string; name: string }[]> =>
  db.selectFrom('app.support_plans').select(['id', 'name']).orderBy('name').orderBy('id').execute();

const ROLE_OF_DESK: Record<Desk, AgentRole> = { support: 'engineer', lab: 'analyst' };

/** Staff who work on a desk, by name. */
export async function listDeskAgents(
  db: Db | Tx,
  desk: Desk,
): Promise<{ id: string; name: string; roles: AgentRole[] }[]> {
  const rows = await db
    .selectFrom('app.agents as a')
    .innerJoin('auth.people as p', 'p.id', 'a.person_id')
    .select(['p.id', 'p.name', 'a.roles'])
    .where('a.active', '=', true)
    .where(sql<boolean>`a.roles && array[${ROLE_OF_DESK[desk]}, 'lead']`)
    .orderBy('p.name')
    .execute();
  return rows.map(({ id, name, roles }) => ({ id, name, roles: roles as AgentRole[] }));
}

/**
 * Whether a request stood before the lead until it ended at `endedAt`: it was escalated since the vendor last spoke, and
 * since it last ended.
 */
export async function wasEscalated(tx: Tx, requestId: string, endedAt: Date): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (
    select from app.timeline_entries e
    where e.request_id = ${requestId} and e.type = 'escalated' and e.created_at < ${endedAt}
      and not exists (select from app.messages m where m.request_id = ${requestId}
        and m.author_side = 'vendor' and m.visibility = 'public' and m.created_at > e.created_at)
      and not exists (select from app.timeline_entries s where s.request_id = ${requestId}
        and s.type = 'status_changed' and s.to_value in ('resolved', 'closed')
        and s.created_at > e.created_at and s.created_at < ${endedAt})
  ) as found`.execute(tx);
  return rows[0]?.found ?? false;
}
