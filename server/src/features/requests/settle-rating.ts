import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { settleRatings } from './ratings-store.ts';
import { lockRequest } from './requests-access.ts';
import { insertTimelineEntry } from './requests-store.ts';
import { tellChange } from './tell-change.ts';

/** Notes that a lead has seen to what the customer was not content with; `transition_not_allowed` where there is nothing. */
export async function settleRating(
  tx: Tx,
  actor: Agent,
  id: string,
  note: string | undefined,
  at: Date,
): Promise<void> {
  const request = await lockRequest(tx, actor, id);
  const { personId } = actor;
  const settled = await settleRatings(tx, id, { personId, note: note?.trim() || null, at });
  if (settled === 0) throw new Refusal('transition_not_allowed');
  const entry = { requestId: id, companyId: request.company_id, actorId: personId, type: 'rating_settled' } as const;
  await insertTimelineEntry(tx, { ...entry, visibility: 'internal', at });
  // What the vendor does among itself is none of the company's record.
  await audit(tx, 'request.rating_settled', { type: 'request', id }, {});
  await tellChange(tx, 'request_changed', request, true);
}
