import type { Tx } from '#platform/db/database.ts';
import type { Member } from '#platform/http/actor.ts';
import type { Platform } from '#platform/platform.ts';
import { findMember, lockCompany } from './members-access.ts';
import { updateMember } from './members-store.ts';
import { tellMemberChange } from './tell-members.ts';

/** Lets in a person who waits. Their open page and a mail tell them; letting in twice does nothing more. */
export async function approveMember(
  tx: Tx,
  { mailer, publicUrl }: Pick<Platform, 'mailer' | 'publicUrl'>,
  actor: Member,
  companyId: string,
  memberId: string,
): Promise<void> {
  const company = await lockCompany(tx, actor, companyId);
  const member = await findMember(tx, companyId, memberId);
  if (member.state === 'active') return;
  await updateMember(tx, member.id, { state: 'active' });
  await tellMemberChange(tx, companyId, member, 'member.approved');
  await mailer.send(tx, {
    to: member.email,
    template: 'member_approved',
    language: member.language,
    values: { name: member.name, company: company.name, link: `${publicUrl()}/sign-in` },
    secret: false,
  });
}
