import type { AGENT_RESOLUTIONS } from '@companyaccount/contract/requests';
import { changeStatus, factsOf, isBarred, mayMove, tellChange } from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { lockOwnDesk } from './desk-access.ts';

interface Move {
  status: 'open' | 'waiting_for_customer' | 'resolved';
  /** How it was resolved; belongs to that status alone. */
  resolution?: (typeof AGENT_RESOLUTIONS)[number] | undefined;
}

/** Moves a request to another status without a message. */
export async function moveRequest(
  tx: Tx,
  actor: Agent,
  id: string,
  { status, resolution }: Move,
  at: Date,
): Promise<void> {
  if (status === 'resolved' && resolution === undefined) throw refuseField('/resolution', 'required');
  if (status !== 'resolved' && resolution !== undefined) throw refuseField('/resolution', 'invalid');
  const request = await lockOwnDesk(tx, actor, id);
  if (status === 'resolved' && isBarred(request, actor.personId)) throw new Refusal('own_work');
  if (!mayMove(factsOf(request), status, at)) throw new Refusal('transition_not_allowed');
  await changeStatus(tx, request, { status, resolution, actorId: actor.personId, spoke: null, at });
  const { company_id: companyId, status: from } = request;
  await audit(tx, 'request.status_changed', { type: 'request', id }, { from, to: status }, companyId);
  await tellChange(tx, 'request_changed', request);
}
