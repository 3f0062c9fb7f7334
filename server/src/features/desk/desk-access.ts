import type { Desk } from '@companyaccount/contract/requests';
import { lockRequest, type LockedRequest, worksOn } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';

/** Locks a request that the agent works on; `forbidden` where it is the other desk's. A merged one goes on elsewhere. */
export async function lockOwnDesk(tx: Tx, actor: Agent, id: string): Promise<LockedRequest> {
  const request = await lockRequest(tx, actor, id);
  if (!worksOn(actor.agentRoles, request.desk as Desk)) throw new Refusal('forbidden');
  if (request.merged_into_id !== null) throw new Refusal('transition_not_allowed');
  return request;
}
