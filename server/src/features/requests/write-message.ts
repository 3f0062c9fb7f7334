import type { CreateMessage, Desk, RequestStatus, Resolution, Side } from '@companyaccount/contract/requests';
import { attachUploads } from '#features/attachments/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { type Agent, isMember, type Member } from '#platform/http/actor.ts';
import { changeStatus } from './change-status.ts';
import { excerptOf, factsOf, mayMove, statusAfterMessage, worksOn } from './request.ts';
import { openFollowUp } from './open-follow-up.ts';
import { assertMayWrite, type LockedRequest, lockRequest, lockTracked } from './requests-access.ts';
import { countMessage, insertMessage, insertTimelineEntry, markRead, updateRequest } from './requests-store.ts';
import { indexTexts } from './search-store.ts';
import { tellChange } from './tell-change.ts';

/** The job that mails the vendor's answer to somebody outside every company. */
export const ANSWER_MAIL_TASK = 'request.answer-mail';

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
): Promise<string> {
  const request = await lockRequest(tx, actor, requestId);
  refuseWrongWriter(actor, request, input);
  await assertMayWrite(tx, actor, at);
  if (isMember(actor) && statusAfterMessage(factsOf(request), 'customer', at) === null) {
    return openFollowUp(tx, actor, request, input, at);
  }
  const side: Side = isMember(actor) ? 'customer' : 'vendor';
  const visibility = input.visibility ?? 'public';
  const isPublic = visibility === 'public';
  const status = isPublic ? nextStatus(request, side, input.thenStatus, at) : (request.status as RequestStatus);

  const { personId } = actor;
  const companyId = request.company_id;
  const { text } = input;
  const messageId = isPublic
    ? await sayPublicly(tx, request, { authorId: personId, side, text, status, resolution: input.resolution, at })
    : await insertMessage(tx, { companyId, requestId, authorId: personId, side, visibility, text, at });
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
      text,
      names: files,
    },
  ]);
  if (isPublic && side === 'vendor') {
    if (request.owner_id === null) await takeOver(tx, request, personId, at);
    if (request.submitter_id !== null) await enqueue(tx, ANSWER_MAIL_TASK, { messageId }, { key: messageId });
  }
  await markRead(tx, personId, requestId, companyId, at);
  await audit(tx, 'message.written', { type: 'message', id: messageId }, { requestId, visibility }, companyId);
  await tellChange(tx, 'message_added', request, !isPublic);
  return messageId;
}

interface Said {
  /** null: the request's submitter. */
  authorId: string | null;
  side: Side;
  text: string;
  status: RequestStatus;
  resolution?: Resolution | undefined;
  at: Date;
}

/** Writes a public message into a locked request, with what lists show of it and the status that follows. */
async function sayPublicly(tx: Tx, request: LockedRequest, said: Said): Promise<string> {
  const { authorId, side, text, status, resolution, at } = said;
  const { id: requestId, company_id: companyId } = request;
  const id = await insertMessage(tx, { companyId, requestId, authorId, side, visibility: 'public', text, at });
  await countMessage(tx, requestId, { excerpt: excerptOf(text), side, at });
  const bySubmitter = authorId === null;
  await changeStatus(tx, request, { status, resolution, actorId: authorId, bySubmitter, spoke: side, at });
  return id;
}

/** Adds what the submitter of a request wrote by their tracking link; answers with the message's id. */
export async function writeBySubmitter(tx: Tx, requestId: string, text: string, at: Date): Promise<string> {
  const request = await lockTracked(tx, requestId);
  const status = nextStatus(request, 'customer', undefined, at);
  const id = await sayPublicly(tx, request, { authorId: null, side: 'customer', text, status, at });
  const { company_id: companyId, language } = request;
  await indexTexts(tx, [{ sourceId: id, requestId, companyId, internal: false, language, text, names: [] }]);
  await audit(tx, 'message.written', { type: 'message', id }, { requestId, by: 'tracking link' });
  await tellChange(tx, 'message_added', request);
  return id;
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
