import type { TakeNext } from '@companyaccount/contract/desk';
import { lockNextRequest, worksOn } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { assignRequest } from './assign-request.ts';

/**
 * Gives the agent the most urgent request that fits the filters, waits for the vendor, and that nobody has; answers with
 * its id. Of several who ask at the same time each gets another one. Refuses with `nothing_to_take`.
 */
export async function takeNext(tx: Tx, actor: Agent, { status, ...filters }: TakeNext, at: Date): Promise<string> {
  if (!worksOn(actor.agentRoles, filters.desk)) throw new Refusal('forbidden');
  const id = await lockNextRequest(tx, actor, { ...filters, ...(status !== undefined && { status: [status] }) });
  if (id === null) throw new Refusal('nothing_to_take');
  await assignRequest(tx, actor, id, actor.personId, at);
  return id;
}
