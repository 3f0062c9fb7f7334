import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { findMember, lockCompany } from './members-access.ts';
import { updateMember } from './members-store.ts';
import { tellMemberChange } from './tell-members.ts';

/** Turns away a person who waits; whom another administrator let in meanwhile is not thrown out by this. */
export async function rejectMember(tx: Tx, actor: Member, companyId: string, memberId: string): Promise<void> {
  await lockCompany(tx, actor, companyId);
  const member = await findMember(tx, companyId, memberId);
  if (member.state !== 'pending') throw new Refusal('conflict');
  await updateMember(tx, member.id, { state: 'removed' });
  await tellMemberChange(tx, companyId, member, 'member.rejected');
}
