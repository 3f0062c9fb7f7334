import type { CreateMessage, Desk, RequestStatus, Side } from '@companyaccount/contract/requests';
import { attachUploads } from '#features/attachments/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { type Agent, isMember, type Member } from '#platform/http/actor.ts';
import { changeStatus } from './change-status.ts';
import { excerptOf, mayMove, statusAfterMessage, worksOn } from './request.ts';
import { assertMayWrite, type LockedRequest, lockRequest } from './requests-access.ts';
import { countMessage, insertMessage, insertTimelineEntry, markRead, updateRequest } from './requests-store.ts';
import { indexTexts } from './search-store.ts';
import { tellChange } from './tell-change.ts';

/** Who may write what: members publicly, staff on their own desk; only staff write notes or move the status with it. */
function refuseWrongWriter(actor: Member | Agent, request: LockedRequest, input: CreateMessage): void {
  if (isMember(actor)) {
    if (input.visibility === 'internal') throw refuseField('/visibility', 'not_one_of');
    if (input.thenStatus !== undefined) throw refuseField('/thenStatus', 'unknown_field');
    if (input.resolution !== undefined) throw refuseField('/resolution', 'unknown_field');
    return;
  }
  if (!worksOn(actor.agentRoles, request.desk as Desk)) throw new Refusal('forbidden');
  if (input.visibility === 'internal' && input.thenStatus !== undefined) throw refuseField('/thenStatus', 'invalid');
  if (input.thenStatus === 'resolved' && input.resolution === undefined) throw refuseField('/resolution', 'required');
  if (input.thenStatus !== 'resolved' && input.resolution !== undefined) throw refuseField('/resolution', 'invalid');
}

/** The status that a public message leads to. */
function nextStatus(request: LockedRequest, side: Side, thenStatus: CreateMessage['thenStatus']): RequestStatus {
  const status = statusAfterMessage(request.status as RequestStatus, side);
  if (status === null) throw new Refusal('transition_not_allowed');
  if (thenStatus === undefined || thenStatus === status) return status;
  if (!mayMove(status, thenStatus)) throw new Refusal('transition_not_allowed');
  return thenStatus;
}

/** Adds a message to a request, with its files and all that follows from it; answers with its id. */
export async function writeMessage(
  tx: Tx,
  actor: Member | Agent,
  requestId: string,
  input: CreateMessage,
  at: Date,
): Promise<string> {
  const request = await lockRequest(tx, actor, requestId);
  refuseWrongWriter(actor, request, input);
  await assertMayWrite(tx, actor, at);
  const side: Side = isMember(actor) ? 'customer' : 'vendor';
  const visibility = input.visibility ?? 'public';
  const isPublic = visibility === 'public';
  const status = isPublic ? nextStatus(request, side, input.thenStatus) : (request.status as RequestStatus);

  const { personId } = actor;
  const companyId = request.company_id;
  const messageId = await insertMessage(tx, {
    companyId,
    requestId,
    authorId: personId,
    side,
    visibility,
    text: input.text,
    at,
  });
  const files = await attachUploads(tx, {
    author: { personId, companyId: actor.membership?.companyId ?? null },
    message: { id: messageId, requestId, companyId },
    uploadIds: input.uploads ?? [],
    now: at,
  });
  await indexTexts(tx, [
    {
      sourceId: messageId,
      requestId,
      companyId,
      internal: !isPublic,
      language: request.language,
      text: input.text,
      names: files,
    },
  ]);
  if (isPublic) {
    await countMessage(tx, requestId, { excerpt: excerptOf(input.text), side, at });
    await changeStatus(tx, request, { status, resolution: input.resolution, actorId: personId, spoke: side, at });
    if (side === 'vendor' && request.owner_id === null) await takeOver(tx, request, personId, at);
  }
  await markRead(tx, personId, requestId, companyId, at);
  await audit(tx, 'message.written', { type: 'message', id: messageId }, { requestId, visibility }, companyId);
  await tellChange(tx, 'message_added', request, !isPublic);
  return messageId;
}

/** Whoever answers a request that nobody owns becomes its owner. */
async function takeOver(tx: Tx, request: LockedRequest, personId: string, at: Date): Promise<void> {
  await updateRequest(tx, request.id, { owner_id: personId });
  await insertTimelineEntry(tx, {
    companyId: request.company_id,
    requestId: request.id,
    actorId: personId,
    type: 'assigned',
    visibility: 'internal',
    to: personId,
    at,
  });
}
