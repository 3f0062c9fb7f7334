import type { RateRequest } from '@companyaccount/contract/request-deeds';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import type { Member } from '#platform/http/actor.ts';
import { findRating, saveRating } from './ratings-store.ts';
import { assertMay, lockRequest } from './requests-access.ts';
import { insertTimelineEntry } from './requests-store.ts';
import { tellChange } from './tell-change.ts';

/** The job that mails the leads about a bad rating. */
export const RATED_BAD_TASK = 'request.rated_bad';

/** So long, in milliseconds, the comment that follows a click is waited for. */
const COMMENT_MS = 60_000;

/**
 * Keeps what the customer says of the resolution that stands; what they said of it before is replaced, and the same once
 * more changes nothing.
 */
export async function rateRequest(
  tx: Tx,
  actor: Member,
  id: string,
  said: RateRequest,
  at: Date,
  by: 'portal' | 'mail link' = 'portal',
): Promise<void> {
  const request = await lockRequest(tx, actor, id);
  await assertMay(tx, actor, request, (may) => may.includes('rate'), at);
  const { company_id: companyId, owner_id: ownerId } = request;
  const resolvedAt = request.resolved_at ?? at;
  const before = await findRating(tx, id, resolvedAt);
  const comment = said.comment?.trim() || null;
  if (before?.value === said.value && before.comment === comment) return;
  const rated = { requestId: id, resolvedAt, companyId: actor.membership.companyId, personId: actor.personId };
  await saveRating(tx, { ...rated, ownerId, value: said.value, comment, at });
  if (before?.value !== said.value) {
    const entry = { requestId: id, companyId, actorId: actor.personId, type: 'rated', at } as const;
    await insertTimelineEntry(tx, { ...entry, from: before?.value ?? null, to: said.value });
  }
  await audit(tx, 'request.rated', { type: 'request', id }, { value: said.value, by }, companyId);
  if (said.value === 'bad') {
    const runAt = new Date(at.getTime() + COMMENT_MS);
    await enqueue(tx, RATED_BAD_TASK, { requestId: id }, { key: `rated-bad:${id}`, runAt });
  }
  await tellChange(tx, 'request_changed', request);
}
