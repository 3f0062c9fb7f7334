import type { Desk } from '@companyaccount/contract/requests';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { deleteRelated, insertLink, insertRelated } from './links-store.ts';
import { findNumbered } from './links-views.ts';
import { assertMay, type LockedRequest, lockRequest } from './requests-access.ts';
import { insertTimelineEntry } from './requests-store.ts';
import { readSearch } from './search-words.ts';
import { tellChange } from './tell-change.ts';
import { loadRequestNumber } from './tracking-views.ts';

/** The request that a member's new one comes from; one that they may not see is refused like one that does not exist. */
export async function findOrigin(tx: Tx, actor: Member, id: string): Promise<LockedRequest> {
  try {
    return await lockRequest(tx, actor, id);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') throw refuseField('/originId', 'not_one_of');
    throw error;
  }
}

/** Links a member's new request with the one it comes from: it goes on there, or was filed with the other desk. */
export async function linkToOrigin(
  tx: Tx,
  actor: Member,
  origin: LockedRequest,
  { id, desk }: { id: string; desk: Desk },
  at: Date,
): Promise<void> {
  const kind = origin.desk === desk ? 'follow_up' : 'other_desk';
  const { companyId } = actor.membership;
  await insertLink(tx, { requestId: id, otherId: origin.id, companyId, kind, personId: actor.personId, at });
  const linked = { companyId, actorId: actor.personId, type: 'linked', field: kind, at } as const;
  await insertTimelineEntry(tx, { ...linked, requestId: id, from: await loadRequestNumber(tx, origin.id) });
  await insertTimelineEntry(tx, { ...linked, requestId: origin.id, to: await loadRequestNumber(tx, id) });
  await audit(tx, 'request.linked', { type: 'request', id }, { otherId: origin.id, kind });
  await tellChange(tx, 'request_changed', origin);
}

/** The two requests, the one on which staff act first; always locked in the same order, so that nobody waits in a circle. */
async function lockBoth(
  tx: Tx,
  actor: Agent,
  id: string,
  otherId: string,
  at: Date,
): Promise<[LockedRequest, LockedRequest]> {
  const locked = new Map<string, LockedRequest>();
  for (const one of [id, otherId].toSorted()) locked.set(one, await lockRequest(tx, actor, one));
  const [request, other] = [locked.get(id), locked.get(otherId)];
  if (request === undefined || other === undefined) throw new Refusal('not_found');
  await assertMay(tx, actor, request, () => true, at);
  return [request, other];
}

async function sayInBoth(
  tx: Tx,
  actor: Agent,
  [one, other]: [LockedRequest, LockedRequest],
  entry: (number: string) => { from: string } | { to: string },
  at: Date,
): Promise<void> {
  for (const [here, there] of [
    [one, other],
    [other, one],
  ] as const) {
    await insertTimelineEntry(tx, {
      companyId: here.company_id,
      requestId: here.id,
      actorId: actor.personId,
      type: 'linked',
      field: 'related',
      ...entry(await loadRequestNumber(tx, there.id)),
      at,
    });
    await tellChange(tx, 'request_changed', here);
  }
}

/** Links a request with another one of the same company. A number that is no such one is refused at its field. */
export async function linkByNumber(tx: Tx, actor: Agent, id: string, number: string, at: Date): Promise<void> {
  const otherId = await findNumbered(tx, id, readSearch(number).number);
  if (otherId === null) throw refuseField('/number', 'not_one_of');
  const both = await lockBoth(tx, actor, id, otherId, at);
  const [{ company_id: companyId }] = both;
  // The later one names the earlier: ids rise with time.
  const [earlier = '', later = ''] = [id, otherId].toSorted();
  const link = { requestId: later, otherId: earlier, companyId, personId: actor.personId, at };
  if (!(await insertRelated(tx, link))) return;
  await sayInBoth(tx, actor, both, (to) => ({ to }), at);
  await audit(tx, 'request.linked', { type: 'request', id }, { otherId, kind: 'related' }, companyId);
}

/** Takes such a link back; where there is none, nothing happens. */
export async function unlinkRequests(tx: Tx, actor: Agent, id: string, otherId: string, at: Date): Promise<void> {
  if (id === otherId) throw new Refusal('not_found');
  const both = await lockBoth(tx, actor, id, otherId, at);
  if (!(await deleteRelated(tx, id, otherId))) return;
  await sayInBoth(tx, actor, both, (from) => ({ from }), at);
  await audit(tx, 'request.unlinked', { type: 'request', id }, { otherId }, both[0].company_id);
}
