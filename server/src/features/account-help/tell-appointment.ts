import type { MailTemplate } from '#platform/mail/mail-texts.ts';
import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { announceChange, insertTimelineEntry } from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import type { Platform } from '#platform/platform.ts';
import { listMembersToTell } from './appointments-views.ts';

interface Told {
  id: string;
  companyId: string;
  requestId: string;
  /** Who is appointed. */
  personId: string;
}

/** Writes what became of an appointment into the record and the request's timeline, and wakes the pages that show it. */
export async function noteAppointment(
  tx: Tx,
  { id, companyId, requestId, personId }: Told,
  what: 'announced' | 'done' | 'objected' | 'cancelled' | 'lapsed',
  actorId: string | null,
  at: Date,
): Promise<void> {
  await audit(tx, `appointment.${what}`, { type: 'appointment', id }, { personId, requestId }, companyId);
  await insertTimelineEntry(tx, {
    companyId: null,
    requestId,
    actorId,
    type: 'appointment',
    visibility: 'internal',
    field: what,
    to: personId,
    at,
  });
  await announceChange(tx, requestId, true);
  await emit(tx, 'company_changed', { companyId });
}

/** A moment in words of a language, in UTC, since nobody's time zone is the company's. */
const inWords = (at: Date, language: string): string =>
  `${new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(at)} UTC`;

/**
 * Mails those whom an appointment concerns: the company's administrators or, where there is none, all its active members;
 * never the person appointed.
 */
export async function mailCompany(
  tx: Tx,
  { mailer, publicUrl }: Pick<Platform, 'mailer' | 'publicUrl'>,
  company: { id: string; name: string },
  template: Extract<MailTemplate, `appointment_${string}`>,
  about: { memberId: string; person: string; dueAt: Date; reason?: string },
): Promise<void> {
  const members = await listMembersToTell(tx, company.id, about.memberId);
  const administrators = members.filter(({ role }) => role === 'administrator');
  for (const { name, email, language: stored } of administrators.length > 0 ? administrators : members) {
    const language = asInterfaceLanguage(stored);
    await mailer.send(tx, {
      to: email,
      template,
      language,
      values: {
        name,
        company: company.name,
        person: about.person,
        when: inWords(about.dueAt, language),
        link: `${publicUrl()}/company`,
      },
      ...(about.reason === undefined ? {} : { quote: about.reason }),
      secret: false,
    });
  }
}
