import { sql } from 'kysely';
import type { Desk } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { worksOn } from './request.ts';
import { assertMay, type LockedRequest, lockRequest } from './requests-access.ts';

/**
 * Where a request goes on: what it was merged into, whatever that was merged into, and so on; itself where it was not.
 * Everything that comes from outside under a request's id or number goes through here: messages, links, replies by mail.
 */
export async function followMerges(tx: Tx, requestId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with recursive way (id, next) as (
      select id, merged_into_id from app.requests where id = ${requestId}
      union select r.id, r.merged_into_id from way join app.requests r on r.id = way.next
    ) select id from way where next is null`.execute(tx);
  return rows[0]?.id ?? requestId;
}

/** The submitters of all that was merged into a request, by whatever way. */
export async function listMergedSubmitters(tx: Tx, requestId: string): Promise<string[]> {
  const { rows } = await sql<{ submitter_id: string }>`
    with recursive merged (id) as (
      select id from app.requests where merged_into_id = ${requestId}
      union select r.id from merged m join app.requests r on r.merged_into_id = m.id
    ) select r.submitter_id from merged join app.requests r using (id) where r.submitter_id is not null`.execute(tx);
  return rows.map(({ submitter_id }) => submitter_id);
}

/** Two requests of the agent's own desk, locked always in the same order, so that nobody waits in a circle. */
export async function lockTwo(
  tx: Tx,
  actor: Agent,
  id: string,
  otherId: string,
): Promise<[LockedRequest, LockedRequest]> {
  const locked = new Map<string, LockedRequest>();
  for (const one of [id, otherId].toSorted()) locked.set(one, await lockRequest(tx, actor, one));
  const [request, other] = [locked.get(id), locked.get(otherId)];
  if (request === undefined || other === undefined) throw new Refusal('not_found');
  for (const { desk } of [request, other]) {
    if (!worksOn(actor.agentRoles, desk as Desk)) throw new Refusal('forbidden');
  }
  return [request, other];
}

/** Locks a request of the agent's own desk that can be taken apart now. */
export async function lockToSplit(tx: Tx, actor: Agent, id: string, at: Date): Promise<LockedRequest> {
  const request = await lockRequest(tx, actor, id);
  await assertMay(tx, actor, request, (may) => may.includes('split'), at);
  return request;
}
