import type { NotificationEvent } from '@companyaccount/contract/notifications';
import type { Desk, LabStage, RequestStatus } from '@companyaccount/contract/requests';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import { together } from '#platform/db/together.ts';
import { newId } from '#platform/ids.ts';
import { changeStatus } from './change-status.ts';
import { moveStage } from './move-stage.ts';
import { labStageFor } from './request.ts';
import type { LockedRequest } from './requests-access.ts';
import { insertTimelineEntry, messageInsert, updateRequest } from './requests-store.ts';
import { searchUpsert } from './search-store.ts';
import { tellChange } from './tell-change.ts';
import { tellNews } from './tell-news.ts';

export interface Answer {
  /** The analyst whose words they are; null: the program. */
  authorId: string | null;
  text: string;
  /** What is mailed about it. */
  event: NotificationEvent;
  status: Exclude<RequestStatus, 'new'>;
  /** null: the one that the status leads to, or that it has. */
  stage: LabStage | null;
}

/** Says something of the lab in a locked request, and moves it on; an analyst who answers what nobody owns owns it. */
export async function writeAnswer(tx: Tx, request: LockedRequest, answer: Answer, at: Date): Promise<void> {
  const { id: requestId, company_id: companyId, language } = request;
  const { authorId, text, event, status, stage } = answer;
  const id = newId();
  const side = 'vendor';
  await together(tx, [
    messageInsert(tx, id, { companyId, requestId, authorId, side, visibility: 'public', text, at }),
    searchUpsert([{ sourceId: id, requestId, companyId, internal: false, language, text, names: [] }]),
  ]);
  await changeStatus(tx, request, {
    status,
    ...(status === 'resolved' ? { resolution: 'verdict_given' } : {}),
    actorId: authorId,
    spoke: side,
    said: text,
    at,
  });
  const reached = status === request.status ? request.lab_stage : labStageFor(request.desk as Desk, status);
  if (stage !== null && stage !== reached) await moveStage(tx, { ...request, lab_stage: reached }, stage, at);
  if (authorId !== null && request.owner_id === null) {
    await updateRequest(tx, requestId, { owner_id: authorId });
    const entry = { companyId, requestId, actorId: authorId, visibility: 'internal', at } as const;
    await insertTimelineEntry(tx, { ...entry, type: 'assigned', to: authorId });
  }
  await tellNews(tx, request, { event, messageId: id, actorId: authorId }, at);
  await tellHooks(tx, 'message.created', { companyId, objectId: id });
  await audit(tx, 'message.written', { type: 'message', id }, { requestId, visibility: 'public' }, companyId);
  await tellChange(tx, 'message_added', request);
  await tellChange(tx, 'objects_changed', request);
}
