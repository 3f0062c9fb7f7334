import type { Desk, RequestStatus } from '@companyaccount/contract/requests';
import { moveDrafts } from '#features/drafts/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { AROUND_THE_CLOCK } from '#platform/working-time.ts';
import { changeStatus } from './change-status.ts';
import { findByNumber } from './links-views.ts';
import { lockTwo } from './merges-access.ts';
import {
  insertMerge,
  isAccountCase,
  isSameCustomer,
  loadStanding,
  messagesOf,
  moveMessages,
  moveObjects,
  recountMessages,
} from './merges-store.ts';
import { insertParticipant, membersAmong, participantsOf } from './participants-store.ts';
import { promiseAfter } from './promise.ts';
import { isEnded, labStageFor, waitingFor } from './request.ts';
import { loadRequest, type LockedRequest, lockRequest } from './requests-access.ts';
import {
  insertTimelineEntry,
  loadTarget,
  promiseColumns,
  promiseOf,
  updateRequest,
  watchOf,
} from './requests-store.ts';
import { readSearch } from './search-words.ts';
import { tellChange } from './tell-change.ts';
import { forgetNewsOf } from './tell-news.ts';
import { loadRequestNumber } from './tracking-views.ts';
import { watchAfter } from './watch.ts';

/** What is mailed of a request by itself, and is no news any more once it goes on elsewhere. */
const OWN_NEWS = ['status', 'question', 'closing_soon', 'result'] as const;

/**
 * Merges a request into another one of the same customer, by its number: what was said goes on there, and the request is
 * closed. Answers with the id of the other one. Each reason not to is a refusal of its own.
 */
export async function mergeRequests(tx: Tx, actor: Agent, id: string, number: string, at: Date): Promise<string> {
  const { desk } = await loadRequest(tx, actor, id);
  const targetId = await findByNumber(tx, desk as Desk, readSearch(number).number);
  if (targetId === null || targetId === id) throw refuseField('/number', 'not_one_of');
  const [request, target] = await lockTwo(tx, actor, id, targetId);
  await refuseUnfit(tx, request, target);
  const stood = await loadStanding(tx, id);
  const targetStood = await loadStanding(tx, targetId);
  const participantIds = await addPeople(tx, request, target, at);
  const messageIds = await moveMessages(tx, id, targetId, await messagesOf(tx, id));
  const objectIds = await moveObjects(tx, id, targetId);
  const draftIds = await moveDrafts(tx, id, targetId);
  await keepEarlierPromise(tx, actor, request, target, at);
  await closeMerged(tx, request, targetId, at);
  await recountMessages(tx, targetId);
  await insertMerge(tx, { id, targetId, stood, targetStood, messageIds, objectIds, participantIds, draftIds });
  await sayMerged(tx, actor, 'merged', request, target, at);
  await forgetNewsOf(tx, id, OWN_NEWS);
  const { company_id: companyId } = request;
  const change = { from: request.status, to: 'closed' };
  await tellHooks(tx, 'request.status_changed', { companyId, objectId: id, data: change });
  const said = { otherId: targetId, messages: messageIds.length };
  await audit(tx, 'request.merged', { type: 'request', id }, said, companyId);
  return targetId;
}

/** Refuses what cannot be merged, and says why. */
async function refuseUnfit(tx: Tx, request: LockedRequest, target: LockedRequest): Promise<void> {
  if (request.merged_into_id !== null || target.merged_into_id !== null) throw new Refusal('request_merged');
  if (request.desk !== target.desk) throw new Refusal('merge_other_desk');
  if (!(await isSameCustomer(tx, request.id, target.id))) throw new Refusal('merge_other_customer');
  if (isEnded(target.status)) throw new Refusal('merge_into_ended');
  if (await isAccountCase(tx, request.id)) throw new Refusal('merge_account_case');
}

/** Who filed the merged request and who took part in it takes part in the other one; answers with those who had not. */
async function addPeople(tx: Tx, request: LockedRequest, target: LockedRequest, at: Date): Promise<string[]> {
  const { company_id: companyId } = request;
  if (companyId === null) return [];
  const concerned = [
    ...(await participantsOf(tx, request.id)),
    ...(request.author_id === null ? [] : [request.author_id]),
  ];
  const added: string[] = [];
  for (const personId of await membersAmong(tx, companyId, concerned)) {
    if (personId === target.author_id) continue;
    if (await insertParticipant(tx, { requestId: target.id, companyId, personId, at })) added.push(personId);
  }
  return added;
}

/** Of both promises the earlier one is kept, and what waits for the vendor in either of them waits on. */
async function keepEarlierPromise(
  tx: Tx,
  actor: Agent,
  request: LockedRequest,
  target: LockedRequest,
  at: Date,
): Promise<void> {
  const waits = waitingFor(request.status as RequestStatus) === 'vendor';
  const opens = waits && target.status === 'waiting_for_customer';
  if (opens) await changeStatus(tx, target, { status: 'open', actorId: actor.personId, spoke: null, at });
  const standing = opens ? await lockRequest(tx, actor, target.id) : target;
  const targetOf = await loadTarget(tx, target);
  const calendar = targetOf?.calendar ?? AROUND_THE_CLOCK;
  const current = promiseOf(standing);
  // A plan of its own may promise what the other one does not.
  const own = waits ? promiseOf(request).at : null;
  const isEarlier = own !== null && (current.at === null || own < current.at);
  const promise = isEarlier ? { at: own, paused: false, left: null } : current;
  const watch = isEarlier ? watchAfter(watchOf(standing), current, promise, false, calendar, at) : watchOf(standing);
  await updateRequest(tx, target.id, {
    ...promiseColumns(promise, watch),
    ...(request.escalated ? { escalated: true } : {}),
    updated_at: at,
  });
}

/** The merged request ends, and promises nothing any more. */
async function closeMerged(tx: Tx, request: LockedRequest, targetId: string, at: Date): Promise<void> {
  await updateRequest(tx, request.id, {
    ...promiseColumns(promiseAfter(promiseOf(request), null, 'closed', null, at), { at: null, stage: 0 }),
    status: 'closed',
    status_since: at,
    resolution: 'duplicate',
    resolved_at: request.resolved_at ?? at,
    lab_stage: labStageFor(request.desk as Desk, 'closed'),
    escalated: false,
    reminded_at: null,
    step_at: null,
    merged_into_id: targetId,
    merged_at: at,
    updated_at: at,
  });
}

/** Says in both requests, and to everybody who has them open, that they were merged or parted. */
export async function sayMerged(
  tx: Tx,
  actor: Agent,
  type: 'merged' | 'unmerged',
  request: LockedRequest,
  target: LockedRequest,
  at: Date,
): Promise<void> {
  const entry = { companyId: request.company_id, actorId: actor.personId, type, at } as const;
  await insertTimelineEntry(tx, { ...entry, requestId: request.id, to: await loadRequestNumber(tx, target.id) });
  await insertTimelineEntry(tx, { ...entry, requestId: target.id, from: await loadRequestNumber(tx, request.id) });
  for (const one of [request, target]) {
    await tellChange(tx, 'request_changed', one);
    if (one.desk === 'lab') await tellChange(tx, 'objects_changed', one);
  }
}
