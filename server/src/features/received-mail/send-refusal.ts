import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { loadRequestNumber, type ThreadRecipient } from '#features/requests/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import type { SentMail } from './parsed-mail.ts';
import { loadLanguage } from './senders-access.ts';

const HOURLY = 3;

/** Tells somebody whose answer came from their own address that it was not taken, so that it is not waited for in vain. */
export async function sendRefusal(
  { db, mailer, publicUrl }: Platform,
  mail: SentMail,
  to: ThreadRecipient,
): Promise<void> {
  await transact(db, SYSTEM, async (tx) => {
    await mailer.send(tx, {
      to: mail.from,
      template: 'mail_not_taken',
      language: asInterfaceLanguage(await loadLanguage(tx, mail.from)),
      values: {
        number: await loadRequestNumber(tx, to.requestId),
        link: to.personId === null ? publicUrl() : `${publicUrl()}/requests/${to.requestId}`,
      },
      secret: false,
      hourly: HOURLY,
    });
  });
}
