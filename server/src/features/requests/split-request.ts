import type { Desk, RequestStatus } from '@companyaccount/contract/requests';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { newId } from '#platform/ids.ts';
import { AROUND_THE_CLOCK } from '#platform/working-time.ts';
import { insertLink } from './links-store.ts';
import { lockToSplit } from './merges-access.ts';
import { loadChosen, moveMessages, moveObjectsOf, recountMessages } from './merges-store.ts';
import { insertParticipant, membersAmong, participantsOf } from './participants-store.ts';
import { promiseAtStart } from './promise.ts';
import { excerptOf, labStageFor } from './request.ts';
import type { LockedRequest } from './requests-access.ts';
import { insertTimelineEntry, loadTarget, nextNumber, promiseColumns, promiseOf } from './requests-store.ts';
import { indexTexts } from './search-store.ts';
import { copySubmitter } from './submitters-store.ts';
import { tellChange } from './tell-change.ts';
import { loadRequestNumber } from './tracking-views.ts';
import { watchAfter } from './watch.ts';

interface Split {
  subject: string;
  messageIds: readonly string[];
}

type Chosen = Awaited<ReturnType<typeof loadChosen>>;

/**
 * Makes a new request of some of a request's messages, linked to it and of the same customer; answers with its id.
 * Something that the customer reads goes, and something of it stays.
 */
export async function splitRequest(
  tx: Tx,
  actor: Agent,
  id: string,
  { subject, messageIds }: Split,
  at: Date,
): Promise<string> {
  const request = await lockToSplit(tx, actor, id, at);
  const chosen = await loadChosen(tx, id, messageIds);
  if (chosen.messages.length < messageIds.length) throw refuseField('/messageIds', 'not_one_of');
  if (chosen.publicOnes === 0) throw refuseField('/messageIds', 'invalid');
  if (chosen.publicLeft === 0) throw new Refusal('split_all');
  const newRequestId = newId();
  await insertSplit(tx, request, { id: newRequestId, subject: subject.trim(), chosen }, at);
  await addPeople(tx, request, chosen, newRequestId, at);
  await moveMessages(tx, id, newRequestId, messageIds);
  if (request.desk === 'lab') await moveObjectsOf(tx, newRequestId, messageIds);
  await recountMessages(tx, id);
  await recountMessages(tx, newRequestId);
  await sayWhere(tx, actor, request, newRequestId, subject, at);
  const { company_id: companyId } = request;
  const said = { otherId: newRequestId, messages: messageIds.length };
  await audit(tx, 'request.split', { type: 'request', id }, said, companyId);
  await tellHooks(tx, 'request.created', { companyId, objectId: newRequestId });
  return newRequestId;
}

/** Of what was said first the new request has its author; what the old one is about it is about too. */
async function insertSplit(
  tx: Tx,
  request: LockedRequest,
  { id, subject, chosen }: { id: string; subject: string; chosen: Chosen },
  at: Date,
): Promise<void> {
  const target = await loadTarget(tx, request);
  const calendar = target?.calendar ?? AROUND_THE_CLOCK;
  const fresh = promiseAtStart(target, at);
  const before = promiseOf(request).at;
  // Whoever waits already does not wait longer.
  const promise = before !== null && fresh.at !== null && before < fresh.at ? { ...fresh, at: before } : fresh;
  const status: RequestStatus = chosen.vendorSpoke ? 'open' : 'new';
  const [first] = chosen.messages;
  await tx
    .insertInto('app.requests')
    .values({
      id,
      company_id: request.company_id,
      submitter_id: request.submitter_id === null ? null : await copySubmitter(tx, request.submitter_id, at),
      author_id: chosen.customerId ?? request.author_id,
      owner_id: request.owner_id,
      desk: request.desk,
      number: nextNumber(request.desk),
      kind: request.kind,
      severity: request.severity,
      status,
      lab_stage: labStageFor(request.desk as Desk, status),
      subject,
      excerpt: excerptOf(first?.text ?? ''),
      impact: request.impact,
      language: request.language,
      product_id: request.product_id,
      product_version: request.product_version,
      operating_system: request.operating_system,
      plan_id: request.plan_id,
      public_minutes: request.public_minutes,
      ...promiseColumns(
        promise,
        watchAfter({ at: null, stage: 0 }, promiseAtStart(null, at), promise, true, calendar, at),
      ),
      message_count: 0,
      last_message_at: at,
      last_message_side: 'customer',
      status_since: at,
      created_at: at,
      updated_at: at,
    })
    .execute();
}

/** Whoever knew of the old request knows of the new one. */
async function addPeople(
  tx: Tx,
  request: LockedRequest,
  { customerId }: Chosen,
  requestId: string,
  at: Date,
): Promise<void> {
  const { company_id: companyId, author_id: authorId } = request;
  if (companyId === null) return;
  const concerned = [...(await participantsOf(tx, request.id)), ...(authorId === null ? [] : [authorId])];
  for (const personId of await membersAmong(tx, companyId, concerned)) {
    if (personId !== (customerId ?? authorId)) await insertParticipant(tx, { requestId, companyId, personId, at });
  }
}

/** Links both, says so in both, and lets the new one be found by its subject. */
async function sayWhere(
  tx: Tx,
  actor: Agent,
  request: LockedRequest,
  id: string,
  subject: string,
  at: Date,
): Promise<void> {
  const { company_id: companyId, desk, author_id, language } = request;
  await insertLink(tx, { requestId: id, otherId: request.id, companyId, kind: 'split', personId: actor.personId, at });
  await indexTexts(tx, [
    { sourceId: id, requestId: id, companyId, internal: false, language, text: '', names: [subject] },
  ]);
  const linked = { companyId, actorId: actor.personId, type: 'linked', field: 'split', at } as const;
  await insertTimelineEntry(tx, { ...linked, requestId: id, from: await loadRequestNumber(tx, request.id) });
  await insertTimelineEntry(tx, { ...linked, requestId: request.id, to: await loadRequestNumber(tx, id) });
  await tellChange(tx, 'request_changed', request);
  await tellChange(tx, 'request_created', { id, company_id: companyId, desk, author_id });
}
