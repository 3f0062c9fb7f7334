import type { Desk, RequestStatus, Resolution } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import { AROUND_THE_CLOCK } from '#platform/working-time.ts';
import { nextStep } from './closing.ts';
import { promiseAfter } from './promise.ts';
import { isDisputed, isEnded, labStageFor } from './request.ts';
import type { LockedRequest } from './requests-access.ts';
import {
  insertTimelineEntry,
  loadTarget,
  promiseColumns,
  promiseOf,
  messageColumns,
  updateRequest,
  watchOf,
} from './requests-store.ts';
import { eventOfStatus, tellNews } from './tell-news.ts';
import { isUnseen, watchAfter } from './watch.ts';
import { writeBrokenPromise } from './write-broken-promise.ts';

export interface StatusChange {
  status: RequestStatus;
  resolution?: Resolution | undefined;
  actorId: string | null;
  /** The request's submitter brought it about. */
  bySubmitter?: boolean;
  /** Who said something in the same step, for the promise. */
  spoke: 'customer' | 'vendor' | null;
  /** The text of their public message, for lists. */
  said?: string;
  at: Date;
}

function movedTo(request: LockedRequest, { status, ...change }: StatusChange) {
  const { desk, status: from, resolution, resolved_at } = request;
  // What is closed keeps the resolution that it had before.
  const stands = isEnded(from) && isEnded(status);
  return {
    status,
    status_since: change.at,
    resolution: (stands ? resolution : change.resolution) ?? null,
    resolved_at: stands ? resolved_at : isEnded(status) ? change.at : null,
    // Whatever is asked meanwhile, an objection is what it is about until there is another verdict.
    lab_stage: status === 'open' && isDisputed(request) ? 'disputed' : labStageFor(desk as Desk, status),
  };
}

/** Moves a locked request to a status, with all that follows from it: stage, resolution, promise, timeline. */
export async function changeStatus(tx: Tx, request: LockedRequest, change: StatusChange): Promise<void> {
  const { status, actorId, bySubmitter = false, spoke, said, at } = change;
  const target = await loadTarget(tx, request);
  const before = promiseOf(request);
  const promise = promiseAfter(before, target, status, spoke, at);
  const calendar = target?.calendar ?? AROUND_THE_CLOCK;
  const watch = watchAfter(watchOf(request), before, promise, spoke === 'vendor', calendar, at);
  // It ran out just now, before the job came to it, and nobody would ever know.
  const isMissed = isUnseen(watchOf(request), before, at) && promise.at?.getTime() !== before.at?.getTime();
  if (isMissed && before.at !== null) await writeBrokenPromise(tx, request, before.at, at);
  const moved = status !== request.status;
  await updateRequest(tx, request.id, {
    ...promiseColumns(promise, watch),
    updated_at: at,
    // The vendor has spoken to it, or there is nothing left to speak to.
    ...(spoke === 'vendor' || isEnded(status) ? { escalated: false } : {}),
    // Whatever happens, the calendar counts from here.
    reminded_at: null,
    step_at: nextStep({ status, since: at, remindedAt: null })?.at ?? null,
    ...(moved ? movedTo(request, change) : {}),
    ...(said === undefined || spoke === null ? {} : messageColumns(said, spoke, at)),
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
  const { id: objectId, company_id: companyId, status: from } = request;
  await tellHooks(tx, 'request.status_changed', { companyId, objectId, data: { from, to: status } });
  const event = eventOfStatus(request.status as RequestStatus, status);
  // What was said is told with the words.
  if (spoke === null && event !== null) await tellNews(tx, request, { event, actorId }, at);
}
