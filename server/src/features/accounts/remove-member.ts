import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Member } from '#platform/http/actor.ts';
import { endTokensFor } from './api-tokens-store.ts';
import { assertNotLastAdministrator, findMember, lockCompany } from './members-access.ts';
import { endSessionsFor, updateMember } from './members-store.ts';
import { tellMemberChange } from './tell-members.ts';

/** Takes a member out of the company: sessions and streams end at once, what they filed stays with the company. */
export async function removeMember(tx: Tx, actor: Member, companyId: string, memberId: string): Promise<void> {
  await lockCompany(tx, actor, companyId);
  const member = await findMember(tx, companyId, memberId);
  if (member.state !== 'active') throw new Refusal('conflict');
  if (member.role === 'administrator') await assertNotLastAdministrator(tx, companyId, member.id);
  await updateMember(tx, member.id, { state: 'removed' });
  await endSessionsFor(tx, member.personId, companyId);
  await endTokensFor(tx, member.personId, companyId);
  await tellMemberChange(tx, companyId, member, 'member.removed');
}
