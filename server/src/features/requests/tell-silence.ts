import type { Desk } from '@companyaccount/contract/requests';
import { asInterfaceLanguage, findAdministrators } from '#features/accounts/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Platform } from '#platform/platform.ts';
import { findSubmitterToTell, listConcerned } from './calendar-store.ts';
import { formatNumber } from './request.ts';
import type { LockedRequest } from './requests-access.ts';
import { makeTrackingToken } from './tracking-access.ts';

type Template = 'request_reminder' | 'request_closed_unanswered';

interface Told {
  name: string;
  email: string;
  language: string;
  timeZone?: string;
}

/** Mails those concerned that their answer is awaited, or that the request is closed because it did not come. */
export async function mailSilence(
  tx: Tx,
  { mailer, publicUrl, keyring }: Pick<Platform, 'mailer' | 'publicUrl' | 'keyring'>,
  request: LockedRequest,
  template: Template,
  when: Date,
): Promise<void> {
  const outside = request.submitter_id !== null;
  const link = outside
    ? `${publicUrl()}/track#${await makeTrackingToken(tx, keyring, request.id)}`
    : `${publicUrl()}/requests/${request.id}`;
  for (const { name, email, language: stored, timeZone = 'UTC' } of await listTold(tx, request)) {
    const language = asInterfaceLanguage(stored);
    await mailer.send(tx, {
      to: email,
      template,
      language,
      values: {
        name,
        number: formatNumber(request.desk as Desk, request.number),
        subject: request.subject,
        when: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(when),
        link,
      },
      secret: outside,
    });
  }
}

/** Where nobody is left of those who took part, the company's administrators. */
async function listTold(tx: Tx, { id, company_id, submitter_id }: LockedRequest): Promise<Told[]> {
  if (submitter_id !== null) {
    const submitter = await findSubmitterToTell(tx, submitter_id);
    return submitter === undefined ? [] : [submitter];
  }
  const concerned = await listConcerned(tx, id);
  return concerned.length > 0 || company_id === null ? concerned : findAdministrators(tx, company_id);
}
