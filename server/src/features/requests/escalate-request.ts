import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { Refusal } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { actionsFor, factsOf } from './request.ts';
import { assertMayWrite, lockRequest, readerOf } from './requests-access.ts';
import { insertTimelineEntry, updateRequest } from './requests-store.ts';
import { tellChange } from './tell-change.ts';

/** The job that mails the leads about an escalated request. */
export const ESCALATED_TASK = 'request.escalated';

/** Brings a request before the lead, in the customer's name; the vendor's next answer lifts it. */
export async function escalateRequest(tx: Tx, actor: Member, id: string, reason: string, at: Date): Promise<void> {
  const request = await lockRequest(tx, actor, id);
  await assertMayWrite(tx, actor, at);
  if (!actionsFor(await readerOf(tx, actor, at), factsOf(request), at).includes('escalate')) {
    throw new Refusal('transition_not_allowed');
  }
  const { company_id: companyId } = request;
  await updateRequest(tx, id, { escalated: true, updated_at: at });
  const entry = { requestId: id, companyId, actorId: actor.personId, type: 'escalated', at } as const;
  await insertTimelineEntry(tx, { ...entry, to: reason.trim() });
  await audit(tx, 'request.escalated', { type: 'request', id }, {}, companyId);
  await enqueue(tx, ESCALATED_TASK, { requestId: id, reason: reason.trim() });
  await tellChange(tx, 'request_escalated', request);
}
