import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { together } from '#platform/db/together.ts';
import { Refusal } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Member } from '#platform/http/actor.ts';
import { changeStatus } from './change-status.ts';
import { moveStage } from './move-stage.ts';
import { factsOf, labStageFor, mayDispute } from './request.ts';
import { assertMay, type LockedRequest, lockRequest, lockTracked } from './requests-access.ts';
import { messageInsert, updateRequest } from './requests-store.ts';
import { searchUpsert } from './search-store.ts';
import { tellChange } from './tell-change.ts';
import { tellNews } from './tell-news.ts';

export interface Objection {
  text: string;
  /** One person may take a verdict and look at it again. */
  singleAnalyst: boolean;
}

/**
 * Objects to a verdict, once, in the name of a member; the request goes back to the queue, where another analyst takes
 * it. `forbidden` to whoever does not decide about the request, `transition_not_allowed` where there is nothing to object
 * to any more.
 */
export async function openDispute(tx: Tx, actor: Member, id: string, objection: Objection, at: Date): Promise<void> {
  const request = await lockRequest(tx, actor, id);
  await assertMay(tx, actor, request, (may) => may.includes('dispute'), at);
  await dispute(tx, request, { ...objection, authorId: actor.personId }, at);
}

/** The same for the submitter of a request, whose tracking link has been checked. */
export async function openDisputeBySubmitter(tx: Tx, requestId: string, objection: Objection, at: Date): Promise<void> {
  const request = await lockTracked(tx, requestId);
  if (!mayDispute(factsOf(request), at)) throw new Refusal('transition_not_allowed');
  await dispute(tx, request, { ...objection, authorId: null }, at);
}

async function dispute(
  tx: Tx,
  request: LockedRequest,
  { text, singleAnalyst, authorId }: Objection & { authorId: string | null },
  at: Date,
): Promise<void> {
  const { id: requestId, company_id: companyId, language, verdict_by: judge } = request;
  const id = newId();
  const side = 'customer';
  await together(tx, [
    messageInsert(tx, id, { companyId, requestId, authorId, side, visibility: 'public', text, at }),
    searchUpsert([{ sourceId: id, requestId, companyId, internal: false, language, text, names: [] }]),
  ]);
  const bySubmitter = authorId === null;
  await changeStatus(tx, request, { status: 'open', actorId: authorId, bySubmitter, spoke: side, said: text, at });
  const reached = request.status === 'open' ? request.lab_stage : labStageFor('lab', 'open');
  await moveStage(tx, { ...request, lab_stage: reached }, 'disputed', at);
  const barred = singleAnalyst ? null : judge;
  await updateRequest(tx, requestId, {
    disputed_at: at,
    barred_id: barred,
    ...(barred !== null && request.owner_id === barred ? { owner_id: null } : {}),
  });
  await tellNews(tx, request, { event: 'message', messageId: id, actorId: authorId }, at);
  await audit(tx, 'request.disputed', { type: 'request', id: requestId }, {}, companyId);
  await tellChange(tx, 'message_added', request);
}
