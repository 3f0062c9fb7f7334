import { asInterfaceLanguage, findAdministrators } from '#features/accounts/index.ts';
import { writeNote } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import type { Platform } from '#platform/platform.ts';
import { endAppointment, findActiveMember, findAnnounced, lockCompanyRow } from './appointments-store.ts';
import { loadPerson } from './people-access.ts';
import { mailCompany, noteAppointment } from './tell-appointment.ts';

/**
 * Whether somebody may object: an administrator or, where there is none, every active member; never whom it is about.
 */
export async function mayObject(tx: Tx, companyId: string, personId: string): Promise<boolean> {
  const own = await findActiveMember(tx, companyId, personId);
  if (own === undefined) return false;
  return own.role === 'administrator' || (await findAdministrators(tx, companyId)).length === 0;
}

/** Stops an announced appointment in the name of the company; the vendor is told why, in the request it rests on. */
export async function objectToAppointment(
  tx: Tx,
  { clock, mailer, publicUrl }: Platform,
  actor: Member,
  companyId: string,
  id: string,
  text: string,
): Promise<void> {
  if (companyId !== actor.membership.companyId) throw new Refusal('not_found');
  const at = clock();
  const company = await lockCompanyRow(tx, companyId);
  const found = await findAnnounced(tx, companyId, id);
  if (found.person_id === actor.personId || !(await mayObject(tx, companyId, actor.personId))) {
    throw new Refusal('forbidden');
  }
  const objection = text.trim();
  await endAppointment(tx, id, { state: 'objected', by: actor.personId, objection, at });
  const told = { id, companyId, requestId: found.request_id, personId: found.person_id };
  await noteAppointment(tx, told, 'objected', actor.personId, at);
  await writeNote(tx, found.request_id, { authorId: actor.personId, text: objection }, at);
  const agent = await loadPerson(tx, found.appointed_by);
  await mailer.send(tx, {
    to: agent.email,
    template: 'objected',
    language: asInterfaceLanguage(agent.language),
    values: {
      name: agent.name,
      company: company.name,
      person: found.name,
      link: `${publicUrl()}/desk/${found.request_id}`,
    },
    quote: objection,
    secret: false,
  });
}

/** Takes an announced appointment back; whoever was told of it is told of this too. */
export async function cancelAppointment(
  tx: Tx,
  platform: Platform,
  actor: Agent,
  companyId: string,
  id: string,
): Promise<void> {
  const at = platform.clock();
  const company = await lockCompanyRow(tx, companyId);
  const found = await findAnnounced(tx, companyId, id);
  await endAppointment(tx, id, { state: 'cancelled', by: actor.personId, at });
  const told = { id, companyId, requestId: found.request_id, personId: found.person_id };
  await noteAppointment(tx, told, 'cancelled', actor.personId, at);
  const about = { memberId: found.member_id, person: found.name, dueAt: found.due_at };
  await mailCompany(tx, platform, company, 'appointment_cancelled', about);
}
