import type { Desk } from '@companyaccount/contract/requests';
import { asInterfaceLanguage } from '#features/accounts/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Platform } from '#platform/platform.ts';
import { listLeads } from './leads-views.ts';
import { findUnsettled } from './ratings-views.ts';
import { formatNumber } from './request.ts';
import { PAGES } from './tell-leads.ts';

/** So many such mails reach one lead within an hour; whatever is more stands in the list alone. */
const HOURLY = 20;

/** Mails the leads what a customer was not content with; nothing where they have changed their mind meanwhile. */
export async function mailBadRating(
  tx: Tx,
  { mailer, publicUrl }: Pick<Platform, 'mailer' | 'publicUrl'>,
  requestId: string,
): Promise<void> {
  const rating = await findUnsettled(tx, requestId);
  if (rating === undefined) return;
  const desk = rating.desk as Desk;
  for (const { name, email, language } of await listLeads(tx)) {
    await mailer.send(tx, {
      to: email,
      template: 'request_rated_bad',
      language: asInterfaceLanguage(language),
      values: {
        name,
        company: rating.company,
        number: formatNumber(desk, rating.number),
        subject: rating.subject,
        link: `${publicUrl()}/${PAGES[desk]}/${requestId}`,
      },
      quote: rating.comment ?? '',
      secret: false,
      hourly: HOURLY,
    });
  }
}
