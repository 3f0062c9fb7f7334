import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { changeStatus } from './change-status.ts';
import { assertMay, lockRequest } from './requests-access.ts';
import { tellChange } from './tell-change.ts';

/** Closes a request: a member's open one is withdrawn, one that is resolved keeps its resolution. */
export async function closeRequest(tx: Tx, actor: Member | Agent, id: string, at: Date): Promise<void> {
  const request = await lockRequest(tx, actor, id);
  await assertMay(tx, actor, request, (may) => may.includes('close') || may.includes('withdraw'), at);
  await changeStatus(tx, request, {
    status: 'closed',
    resolution: 'withdrawn',
    actorId: actor.personId,
    spoke: null,
    at,
  });
  const { company_id: companyId, status: from } = request;
  await audit(tx, 'request.status_changed', { type: 'request', id }, { from, to: 'closed' }, companyId);
  await tellChange(tx, 'request_changed', request);
}
