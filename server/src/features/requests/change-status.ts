import type { Desk, RequestStatus, Resolution } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import { promiseAfter } from './promise.ts';
import { labStageFor } from './request.ts';
import type { LockedRequest } from './requests-access.ts';
import { insertTimelineEntry, loadTarget, promiseColumns, updateRequest } from './requests-store.ts';

export interface StatusChange {
  status: RequestStatus;
  resolution?: Resolution | undefined;
  actorId: string | null;
  /** The request's submitter brought it about. */
  bySubmitter?: boolean;
  /** Who said something in the same step, for the promise. */
  spoke: 'customer' | 'vendor' | null;
  at: Date;
}

/** Moves a locked request to a status, with all that follows from it: stage, resolution, promise, timeline. */
export async function changeStatus(tx: Tx, request: LockedRequest, change: StatusChange): Promise<void> {
  const { status, resolution = null, actorId, bySubmitter = false, spoke, at } = change;
  const target = await loadTarget(tx, request);
  const promise = promiseAfter({ at: request.promise_at, paused: request.promise_paused }, target, status, spoke, at);
  const moved = status !== request.status;
  await updateRequest(tx, request.id, {
    ...promiseColumns(promise),
    updated_at: at,
    ...(moved ? { status, resolution, lab_stage: labStageFor(request.desk as Desk, status) } : {}),
  });
  if (!moved) return;
  await insertTimelineEntry(tx, {
    companyId: request.company_id,
    requestId: request.id,
    actorId,
    bySubmitter,
    type: 'status_changed',
    field: 'status',
    from: request.status,
    to: status,
    at,
  });
}
