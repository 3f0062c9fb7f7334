import type { AgentRole } from '@companyaccount/contract/permissions';
import { dropLinksOf } from '#features/accounts/index.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Agent } from '#platform/http/actor.ts';
import { assertNoMember } from './add-agent.ts';
import { assertAgent, assertNotLastAdmin, endAllSessions, lockStaffFor, updateAgent } from './agents-store.ts';
import { RELEASE_TASK } from './release-requests.ts';
import { tellStaffChange } from './tell-staff.ts';

/** Changes what a person of the staff may do; somebody stays admin. */
export async function changeAgentRoles(tx: Tx, actor: Agent, id: string, roles: AgentRole[]): Promise<void> {
  await lockStaffFor(tx, actor);
  const agent = await assertAgent(tx, id);
  if (agent.roles.toSorted().join() === roles.toSorted().join()) return;
  if (agent.active && agent.roles.includes('admin') && !roles.includes('admin')) await assertNotLastAdmin(tx, id);
  await updateAgent(tx, id, { roles });
  await tellStaffChange(tx, id, 'agent.roles_changed', { from: agent.roles, to: roles });
  await enqueue(tx, RELEASE_TASK, { personId: id });
}

/** Closes an account of the staff: sessions, streams and links end, and a job gives open requests back. */
export async function deactivateAgent(tx: Tx, actor: Agent, id: string): Promise<void> {
  await lockStaffFor(tx, actor);
  const agent = await assertAgent(tx, id);
  if (!agent.active) return;
  if (agent.roles.includes('admin')) await assertNotLastAdmin(tx, id);
  await updateAgent(tx, id, { active: false });
  await endAllSessions(tx, id);
  await dropLinksOf(tx, id);
  await tellStaffChange(tx, id, 'agent.deactivated');
  await enqueue(tx, RELEASE_TASK, { personId: id });
}

/** Opens a closed account of the staff again. */
export async function reactivateAgent(tx: Tx, actor: Agent, id: string): Promise<void> {
  await lockStaffFor(tx, actor);
  const agent = await assertAgent(tx, id);
  if (agent.active) return;
  await assertNoMember(tx, id);
  await updateAgent(tx, id, { active: true });
  await tellStaffChange(tx, id, 'agent.reactivated');
}
