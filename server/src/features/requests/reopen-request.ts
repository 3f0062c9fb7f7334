import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { changeStatus } from './change-status.ts';
import { assertMay, lockRequest } from './requests-access.ts';
import { tellChange } from './tell-change.ts';

/** Opens a request again that was resolved, or closed not long ago. */
export async function reopenRequest(tx: Tx, actor: Member | Agent, id: string, at: Date): Promise<void> {
  const request = await lockRequest(tx, actor, id);
  await assertMay(tx, actor, request, (may) => may.includes('reopen'), at);
  await changeStatus(tx, request, { status: 'open', actorId: actor.personId, spoke: null, at });
  const { company_id: companyId, status: from } = request;
  await audit(tx, 'request.status_changed', { type: 'request', id }, { from, to: 'open' }, companyId);
  await tellChange(tx, 'request_changed', request);
}
