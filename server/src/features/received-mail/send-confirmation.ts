import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { countCall } from '#platform/db/call-counts.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { confirmationToken } from './confirmation-token.ts';
import type { SentMail } from './parsed-mail.ts';
import { isBouncing, type Settled } from './received-mails-store.ts';
import { loadLanguage } from './senders-access.ts';

const MAILS_PER_ADDRESS_A_DAY = 3;
/** Of all addresses together: whoever forges senders has us write to no more people than that. */
const MAILS_AN_HOUR = 200;
const DAY_SECONDS = 86_400;

/**
 * Holds a mail that belongs to no request until its sender has shown to be whom it says: known or not, they get the same
 * link, few times a day, and no word of the mail, so nobody can have words sent to others.
 */
export async function sendConfirmation(platform: Platform, { id, from }: SentMail): Promise<Settled> {
  const { db, keyring, mailer, publicUrl } = platform;
  return transact(db, SYSTEM, async (tx) => {
    if (await isBouncing(tx, from)) return { state: 'ignored', reason: 'address_refused' };
    const address = keyring.keyedHash('token', `mail confirmation ${from}`).toString('base64url');
    const ofAddress = await countCall(tx, `mailConfirmation:${address}`, DAY_SECONDS);
    if (ofAddress.count > MAILS_PER_ADDRESS_A_DAY) return { state: 'ignored', reason: 'too_many' };
    const ofAll = await countCall(tx, 'mailConfirmations', 3600);
    if (ofAll.count > MAILS_AN_HOUR) return { state: 'ignored', reason: 'too_many' };
    await mailer.send(tx, {
      to: from,
      template: 'mail_confirmation',
      language: asInterfaceLanguage(await loadLanguage(tx, from)),
      values: { link: `${publicUrl()}/mail/confirm#${confirmationToken(keyring, id)}` },
      secret: true,
    });
    return { state: 'unconfirmed', reason: null };
  });
}
