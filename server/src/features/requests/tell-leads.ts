import type { Desk } from '@companyaccount/contract/requests';
import { asInterfaceLanguage } from '#features/accounts/index.ts';
import type { Tx } from '#platform/db/database.ts';
import type { Platform } from '#platform/platform.ts';
import { listLeads } from './leads-views.ts';
import { formatNumber } from './request.ts';
import { lockAny } from './requests-access.ts';

/** The pages of the desks. */
export const PAGES: Record<Desk, string> = { support: 'desk', lab: 'lab' };

/** Mails the leads that a customer has brought a request before them; nothing where an answer came first. */
export async function mailEscalation(
  tx: Tx,
  { mailer, publicUrl }: Pick<Platform, 'mailer' | 'publicUrl'>,
  { requestId, reason }: { requestId: string; reason: string },
): Promise<void> {
  const request = await lockAny(tx, requestId);
  if (!request.escalated) return;
  const desk = request.desk as Desk;
  for (const { name, email, language } of await listLeads(tx)) {
    await mailer.send(tx, {
      to: email,
      template: 'request_escalated',
      language: asInterfaceLanguage(language),
      values: {
        name,
        number: formatNumber(desk, request.number),
        subject: request.subject,
        link: `${publicUrl()}/${PAGES[desk]}/${requestId}`,
      },
      quote: reason,
      secret: false,
    });
  }
}
