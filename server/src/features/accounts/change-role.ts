import type { MemberRole } from '@companyaccount/contract/permissions';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { assertNotLastAdministrator, findMember, lockCompany } from './members-access.ts';
import { updateMember } from './members-store.ts';
import { tellMemberChange } from './tell-members.ts';

/** Makes a member an administrator or a user. */
export async function changeRole(
  tx: Tx,
  actor: Member,
  companyId: string,
  memberId: string,
  role: MemberRole,
): Promise<void> {
  await lockCompany(tx, actor, companyId);
  const member = await findMember(tx, companyId, memberId);
  if (member.state !== 'active') throw new Refusal('conflict');
  if (member.role === role) return;
  if (role !== 'administrator') await assertNotLastAdministrator(tx, companyId, member.id);
  await updateMember(tx, member.id, { role });
  await tellMemberChange(tx, companyId, member, 'member.role_changed', { from: member.role, to: role });
}
