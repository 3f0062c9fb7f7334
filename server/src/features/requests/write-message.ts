import type { CreateMessage, Desk, RequestStatus, Side } from '@companyaccount/contract/requests';
import { attachUploads } from '#features/attachments/index.ts';
import { submitObjects } from '#features/lab/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import { together } from '#platform/db/together.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { type Agent, isMember, type Member } from '#platform/http/actor.ts';
import { changeStatus } from './change-status.ts';
import { factsOf, isBarred, mayMove, statusAfterMessage, worksOn } from './request.ts';
import { passToAnalyst } from './move-stage.ts';
import { openFollowUp } from './open-follow-up.ts';
import { assertMayWrite, type LockedRequest, lockRequest, lockTracked } from './requests-access.ts';
import { insertTimelineEntry, type Mailed, messageInsert, readUpsert, updateRequest } from './requests-store.ts';
import { indexTexts, searchUpsert } from './search-store.ts';
import { tellChange } from './tell-change.ts';
import { eventOfMessage, tellNews } from './tell-news.ts';

/** Who may write what: members publicly, staff on their own desk; only staff write notes or move the status with it. */
function refuseWrongWriter(actor: Member | Agent, request: LockedRequest, input: CreateMessage): void {
  if (isMember(actor)) {
    if (input.visibility === 'internal') throw refuseField('/visibility', 'not_one_of');
    if (input.thenStatus !== undefined) throw refuseField('/thenStatus', 'unknown_field');
    if (input.resolution !== undefined) throw refuseField('/resolution', 'unknown_field');
    return;
  }
  if (!worksOn(actor.agentRoles, request.desk as Desk)) throw new Refusal('forbidden');
  // Whoever holds only a link could not open the file.
  const toOutsider = request.submitter_id !== null && input.visibility !== 'internal';
  if (toOutsider && (input.uploads?.length ?? 0) > 0) throw refuseField('/uploads', 'invalid');
  if (input.visibility === 'internal' && input.thenStatus !== undefined) throw refuseField('/thenStatus', 'invalid');
  if (input.thenStatus === 'resolved' && isBarred(request, actor.personId)) throw new Refusal('own_work');
  if (input.thenStatus === 'resolved' && input.resolution === undefined) throw refuseField('/resolution', 'required');
  if (input.thenStatus !== 'resolved' && input.resolution !== undefined) throw refuseField('/resolution', 'invalid');
}

/** The status that a public message leads to. */
function nextStatus(
  request: LockedRequest,
  side: Side,
  thenStatus: CreateMessage['thenStatus'],
  at: Date,
): RequestStatus {
  const status = statusAfterMessage(factsOf(request), side, at);
  if (status === null) throw new Refusal('transition_not_allowed');
  if (thenStatus === undefined || thenStatus === status) return status;
  if (!mayMove({ status, since: at }, thenStatus, at)) throw new Refusal('transition_not_allowed');
  return thenStatus;
}

/**
 * Adds a message to a request, with its files and all that follows from it; answers with its id. What a member writes
 * to a request that was closed for good opens a new one, linked to it.
 */
export async function writeMessage(
  tx: Tx,
  actor: Member | Agent,
  requestId: string,
  input: CreateMessage,
  at: Date,
  messageId: string = newId(),
  mailed?: Mailed,
): Promise<string> {
  const request = await lockRequest(tx, actor, requestId);
  // Somebody merged it in this very moment.
  if (request.merged_into_id !== null) throw new Refusal('transition_not_allowed');
  refuseWrongWriter(actor, request, input);
  await assertMayWrite(tx, actor, at);
  if (isMember(actor) && statusAfterMessage(factsOf(request), 'customer', at) === null) {
    return openFollowUp(tx, actor, request, input, at, mailed);
  }
  const side: Side = isMember(actor) ? 'customer' : 'vendor';
  const visibility = input.visibility ?? 'public';
  const isPublic = visibility === 'public';
  const status = isPublic ? nextStatus(request, side, input.thenStatus, at) : null;

  const { personId } = actor;
  const companyId = request.company_id;
  const { text } = input;
  const entry = { sourceId: messageId, requestId, companyId, internal: !isPublic, language: request.language, text };
  await together(tx, [
    messageInsert(tx, messageId, { companyId, requestId, authorId: personId, side, visibility, text, mailed, at }),
    searchUpsert([{ ...entry, names: [] }]),
    readUpsert(tx, personId, requestId, companyId, at),
  ]);
  if (status !== null) {
    await changeStatus(tx, request, {
      status,
      resolution: input.resolution,
      actorId: personId,
      spoke: side,
      said: text,
      at,
    });
  }
  const files = await attachUploads(tx, {
    by: { personId, companyId: actor.membership?.companyId ?? null, uploadTokenId: null },
    message: { id: messageId, requestId, companyId },
    uploadIds: input.uploads ?? [],
    now: at,
  });
  // By now its text is found already.
  if (files.length > 0) await indexTexts(tx, [{ ...entry, names: files }]);
  if (request.desk === 'lab' && side === 'customer' && files.length > 0) {
    await submitObjects(tx, { requestId, companyId, messageId }, at);
  }
  const takes = isPublic && side === 'vendor' && request.owner_id === null && !isBarred(request, personId);
  if (takes) await takeOver(tx, request, personId, at);
  if (status !== null)
    await tellNews(tx, request, { event: eventOfMessage(side, status), messageId, actorId: personId }, at);
  await audit(tx, 'message.written', { type: 'message', id: messageId }, { requestId, visibility }, companyId);
  if (isPublic) await tellHooks(tx, 'message.created', { companyId, objectId: messageId });
  await tellChange(tx, 'message_added', request, !isPublic);
  return messageId;
}

/** Adds what the submitter of a request wrote by their tracking link, or by mail; answers with the message's id. */
export async function writeBySubmitter(
  tx: Tx,
  requestId: string,
  text: string,
  at: Date,
  mailed?: Mailed,
): Promise<string> {
  const request = await lockTracked(tx, requestId);
  if (request.merged_into_id !== null) throw new Refusal('transition_not_allowed');
  const status = nextStatus(request, 'customer', undefined, at);
  const id = newId();
  const { company_id: companyId, language } = request;
  const side = 'customer';
  await together(tx, [
    messageInsert(tx, id, { companyId, requestId, authorId: null, side, visibility: 'public', text, mailed, at }),
    searchUpsert([{ sourceId: id, requestId, companyId, internal: false, language, text, names: [] }]),
  ]);
  await changeStatus(tx, request, { status, actorId: null, bySubmitter: true, spoke: side, said: text, at });
  await tellNews(tx, request, { event: 'message', messageId: id, actorId: null }, at);
  await audit(
    tx,
    'message.written',
    { type: 'message', id },
    { requestId, by: mailed === undefined ? 'tracking link' : 'mail' },
  );
  await tellHooks(tx, 'message.created', { companyId, objectId: id });
  await tellChange(tx, 'message_added', request);
  return id;
}

/** Whoever answers a request that nobody owns becomes its owner. */
async function takeOver(tx: Tx, request: LockedRequest, personId: string, at: Date): Promise<void> {
  await updateRequest(tx, request.id, { owner_id: personId });
  await passToAnalyst(tx, request, at);
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
