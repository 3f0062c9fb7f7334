import type { Desk } from '@companyaccount/contract/requests';
import {
  forgetNewsOf,
  insertTimelineEntry,
  isBarred,
  passToAnalyst,
  tellChange,
  tellNews,
  updateRequest,
} from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { lockOwnDesk } from './desk-access.ts';
import { listDeskAgents } from './desk-views.ts';

/**
 * Gives a request to somebody of its desk, or to nobody. With `isBack` it was given to somebody by mistake: whoever had
 * it needs no mail about it, and whoever got it none that has not left yet.
 */
export async function assignRequest(
  tx: Tx,
  actor: Agent,
  id: string,
  personId: string | null,
  at: Date,
  isBack = false,
): Promise<void> {
  const request = await lockOwnDesk(tx, actor, id);
  if (request.owner_id === personId) return;
  if (isBarred(request, personId)) throw new Refusal('own_work');
  if (personId !== null) {
    const agents = await listDeskAgents(tx, request.desk as Desk);
    if (!agents.some((agent) => agent.id === personId)) throw refuseField('/personId', 'not_one_of');
  }
  await updateRequest(tx, id, { owner_id: personId, updated_at: at });
  if (personId !== null) await passToAnalyst(tx, request, at);
  await insertTimelineEntry(tx, {
    companyId: request.company_id,
    requestId: id,
    actorId: actor.personId,
    type: 'assigned',
    visibility: 'internal',
    from: request.owner_id,
    to: personId,
    at,
  });
  await audit(
    tx,
    'request.assigned',
    { type: 'request', id },
    { from: request.owner_id, to: personId },
    request.company_id,
  );
  await tellChange(tx, 'request_changed', request);
  const { personId: actorId } = actor;
  if (isBack && request.owner_id !== null) await forgetNewsOf(tx, id, ['assigned'], request.owner_id);
  if (!isBack && personId !== null) await tellNews(tx, request, { event: 'assigned', actorId, personId }, at);
}
