import type { LabStage } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import { type LockedRequest, lockAny } from './requests-access.ts';
import { insertTimelineEntry, updateRequest } from './requests-store.ts';
import { tellChange } from './tell-change.ts';
import { tellNews } from './tell-news.ts';

/** Moves a lab request to a stage that does not follow from its status alone. */
export async function moveStage(
  tx: Tx,
  request: Pick<LockedRequest, 'id' | 'company_id' | 'lab_stage'>,
  stage: LabStage,
  at: Date,
): Promise<void> {
  await insertTimelineEntry(tx, {
    companyId: request.company_id,
    requestId: request.id,
    actorId: null,
    type: 'stage_changed',
    field: 'labStage',
    from: request.lab_stage,
    to: stage,
    at,
  });
  await updateRequest(tx, request.id, { lab_stage: stage, updated_at: at });
}

/**
 * The automatic analysis of a request is done: it is open, with the promise that it had, unless somebody was quicker.
 * None of its outcomes is final: that is said by verdicts.
 */
export async function concludeAnalysis(tx: Tx, requestId: string, at: Date): Promise<void> {
  const request = await lockAny(tx, requestId);
  if (request.lab_stage !== 'received' || request.status !== 'new') return;
  await moveStage(tx, request, request.owner_id === null ? 'automatic_result' : 'with_analyst', at);
  await updateRequest(tx, requestId, { status: 'open', status_since: at });
  if (request.owner_id === null) await tellNews(tx, request, { event: 'result', actorId: null }, at);
  await tellChange(tx, 'request_changed', request);
}

/** Somebody has taken a request whose automatic result is there. */
export async function passToAnalyst(tx: Tx, request: LockedRequest, at: Date): Promise<void> {
  if (request.lab_stage === 'automatic_result') await moveStage(tx, request, 'with_analyst', at);
}
