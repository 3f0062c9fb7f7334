import type { RateRequest } from '@companyaccount/contract/request-deeds';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Member } from '#platform/http/actor.ts';
import { findRating, saveRating } from './ratings-store.ts';
import { assertMay, lockRequest } from './requests-access.ts';
import { insertTimelineEntry } from './requests-store.ts';
import { tellChange } from './tell-change.ts';

/** Keeps what the customer says of the resolution that stands; what they said of it before is replaced. */
export async function rateRequest(tx: Tx, actor: Member, id: string, said: RateRequest, at: Date): Promise<void> {
  const request = await lockRequest(tx, actor, id);
  await assertMay(tx, actor, request, (may) => may.includes('rate'), at);
  const { company_id: companyId, owner_id: ownerId } = request;
  const resolvedAt = request.resolved_at ?? at;
  const before = await findRating(tx, id, resolvedAt);
  const comment = said.comment?.trim() || null;
  const rated = { requestId: id, resolvedAt, companyId: actor.membership.companyId, personId: actor.personId };
  await saveRating(tx, { ...rated, ownerId, value: said.value, comment, at });
  if (before?.value !== said.value) {
    const entry = { requestId: id, companyId, actorId: actor.personId, type: 'rated', at } as const;
    await insertTimelineEntry(tx, { ...entry, from: before?.value ?? null, to: said.value });
  }
  await audit(tx, 'request.rated', { type: 'request', id }, { value: said.value }, companyId);
  await tellChange(tx, 'request_changed', request);
}
