import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { deleteParticipant, insertParticipant, membersAmong, takesPart } from './participants-store.ts';
import { decidesOn, factsOf } from './request.ts';
import { assertMayWrite, type LockedRequest, lockRequest, readerOf } from './requests-access.ts';
import { insertTimelineEntry } from './requests-store.ts';
import { tellChange } from './tell-change.ts';
import { tellNews } from './tell-news.ts';

const mayChoose = async (tx: Tx, actor: Member | Agent, request: LockedRequest, now: Date): Promise<boolean> =>
  decidesOn(await readerOf(tx, actor, now), factsOf(request));

/** Refuses whoever does not decide who takes part in a request. */
export async function assertMayChoose(tx: Tx, actor: Member | Agent, request: LockedRequest, now: Date): Promise<void> {
  await assertMayWrite(tx, actor, now);
  if (!(await mayChoose(tx, actor, request, now))) throw new Refusal('forbidden');
}

/** Adds a member of the company to a request, which they then see and hear of; nothing happens when they take part. */
export async function addParticipant(
  tx: Tx,
  actor: Member | Agent,
  requestId: string,
  personId: string,
  at: Date,
): Promise<void> {
  const request = await lockRequest(tx, actor, requestId);
  await assertMayChoose(tx, actor, request, at);
  const companyId = request.company_id;
  const known = companyId !== null && (await membersAmong(tx, companyId, [personId])).length > 0;
  if (!known || personId === request.author_id) throw refuseField('/personId', 'not_one_of');
  if (!(await insertParticipant(tx, { requestId, companyId, personId, at }))) return;
  await record(tx, actor, request, 'added', personId, at);
  await tellChange(tx, 'request_changed', request);
  await tellNews(tx, request, { event: 'participant_added', actorId: actor.personId, personId }, at);
}

/** Takes somebody out of a request: whoever may add may do so, and everybody may leave. */
export async function removeParticipant(
  tx: Tx,
  actor: Member | Agent,
  requestId: string,
  personId: string,
  at: Date,
): Promise<void> {
  const request = await lockRequest(tx, actor, requestId);
  if (personId !== actor.personId && !(await mayChoose(tx, actor, request, at))) throw new Refusal('forbidden');
  if (!(await takesPart(tx, requestId, personId))) throw new Refusal('not_found');
  await record(tx, actor, request, 'removed', personId, at);
  // Told while they still take part, so that their page closes too.
  await tellChange(tx, 'request_changed', request);
  await deleteParticipant(tx, requestId, personId);
}

async function record(
  tx: Tx,
  actor: Member | Agent,
  request: LockedRequest,
  deed: 'added' | 'removed',
  personId: string,
  at: Date,
): Promise<void> {
  const { id, company_id: companyId } = request;
  await insertTimelineEntry(tx, {
    companyId,
    requestId: id,
    actorId: actor.personId,
    type: `participant_${deed}`,
    to: personId,
    at,
  });
  await audit(tx, `participant.${deed}`, { type: 'request', id }, { personId }, companyId);
}
