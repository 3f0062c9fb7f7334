import type { Desk } from '@companyaccount/contract/requests';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { insertLink } from './links-store.ts';
import { type LockedRequest, lockRequest } from './requests-access.ts';
import { insertTimelineEntry } from './requests-store.ts';
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
