import { asInterfaceLanguage, tellMemberChange, updateMember } from '#features/accounts/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Platform } from '#platform/platform.ts';
import { endAppointment, findAnnounced, lockCompanyRow } from './appointments-store.ts';
import { mailCompany, noteAppointment } from './tell-appointment.ts';

/**
 * Makes the appointed person an administrator, now that the notice is over. Whoever was removed or
 * turned away meanwhile is not made one, even if they are back.
 */
export async function applyAppointment(
  tx: Tx,
  platform: Pick<Platform, 'clock' | 'mailer' | 'publicUrl'>,
  companyId: string,
  id: string,
): Promise<void> {
  const at = platform.clock();
  const company = await lockCompanyRow(tx, companyId);
  const found = await findAnnounced(tx, companyId, id);
  const told = { id, companyId, requestId: found.request_id, personId: found.person_id };
  if (found.member_state === 'removed' || found.joined_at > found.created_at) {
    await endAppointment(tx, id, { state: 'lapsed', by: null, at });
    await noteAppointment(tx, told, 'lapsed', null, at);
    return;
  }
  await endAppointment(tx, id, { state: 'done', by: null, at });
  await updateMember(tx, found.member_id, { role: 'administrator', state: 'active' });
  const member = { id: found.member_id, personId: found.person_id };
  await tellMemberChange(tx, companyId, member, 'member.appointed', { appointmentId: id });
  await noteAppointment(tx, told, 'done', null, at);
  await platform.mailer.send(tx, {
    to: found.email,
    template: 'appointed',
    language: asInterfaceLanguage(found.language),
    values: { name: found.name, company: company.name, link: `${platform.publicUrl()}/company` },
    secret: false,
  });
  const about = { memberId: found.member_id, person: found.name, dueAt: found.due_at };
  await mailCompany(tx, platform, company, 'appointment_done', about);
}
