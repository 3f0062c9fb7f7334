import { createTransport } from 'nodemailer';
import type { Clock } from '#platform/clock.ts';
import type { Keyring } from '#platform/crypto/keyring.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Unsubscribable } from '@companyaccount/contract/notifications';
import { faultOf, isFinalFault, nextTry } from './mail-fault.ts';
import { attachmentPlace, htmlPlace } from './mail-seals.ts';
import { bounceAddress, messageId, replyAddress, threadId } from './mail-thread.ts';
import { unsubscribeToken } from './unsubscribe-token.ts';

export interface DeliveryOptions {
  db: Db;
  keyring: Keyring;
  clock: Clock;
  smtpUrl: string | null;
  from: string;
  /** Domain of Message-IDs. */
  domain: string;
  /** Domain of reply addresses; null: nobody reads replies. */
  replyDomain: string | null;
  publicUrl: () => string;
}

export const SEND_TASK = 'mail.send';
/** What a returned mail said of an address is believed so long, though others were handed over since. */
const RETURNED_DAYS = 7;
const DAY_MS = 86_400_000;
/** One job per mail, whoever asks for it. */
export const sendKey = (mailId: string): string => `mail:${mailId}`;

const loadMail = (db: Db, id: string) => db.selectFrom('app.mails').selectAll().where('id', '=', id).executeTakeFirst();
type MailRow = NonNullable<Awaited<ReturnType<typeof loadMail>>>;

/** Hands one mail to the mail server, and writes down what became of it. */
export function createDelivery(options: DeliveryOptions): {
  delivers: boolean;
  deliver: (payload: { mailId: string }) => Promise<void>;
} {
  const { db, keyring, clock, smtpUrl, from, replyDomain } = options;
  const transport =
    smtpUrl === null
      ? null
      : // A mail server that does not answer must not hold up a shutdown; the job comes again.
        createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 });

  const attachmentsOf = async (mailId: string) => {
    const rows = await db
      .selectFrom('app.mail_attachments')
      .selectAll()
      .where('mail_id', '=', mailId)
      .orderBy('position')
      .execute();
    return rows.flatMap(({ name, media_type: contentType, position, sealed_content: sealed }) =>
      sealed === null
        ? []
        : [{ filename: name, contentType, content: keyring.open('mail', sealed, attachmentPlace(mailId, position)) }],
    );
  };

  const hand = async (mail: MailRow, sealedText: Buffer): Promise<unknown> =>
    transport
      ?.sendMail({
        from,
        to: { name: '', address: mail.recipient },
        // Where answers are read, what comes back is read too; else it goes to the sender.
        ...(replyDomain === null ? {} : { envelope: { from: bounceAddress(replyDomain), to: mail.recipient } }),
        subject: mail.subject,
        text: keyring.open('mail', sealedText, mail.id).toString(),
        ...(mail.sealed_html === null
          ? {}
          : { html: keyring.open('mail', mail.sealed_html, htmlPlace(mail.id)).toString() }),
        attachments: await attachmentsOf(mail.id),
        ...headersOf(mail, options),
      })
      .then(() => null)
      .catch((error: unknown) => error);

  return {
    delivers: transport !== null,
    async deliver({ mailId }) {
      const mail = await loadMail(db, mailId);
      if (mail === undefined || mail.state !== 'queued' || mail.sealed_text === null) return;
      const failure = await hand(mail, mail.sealed_text);
      await transact(db, SYSTEM, async (tx) => {
        if (transport === null) await note(tx, mail, { state: 'kept', fault: null, error: null, next_try_at: null });
        else if (failure === null) await noteSent(tx, mail, clock());
        else await noteFailure(tx, mail, failure, clock());
        await emit(tx, 'mail_logged', {});
      });
    },
  };
}

/** How mail programs and robots are to treat it. */
function headersOf(mail: MailRow, { keyring, domain, replyDomain, publicUrl, clock }: DeliveryOptions) {
  const { request_id: requestId, recipient_id: recipientId, event } = mail;
  const thread = requestId === null || recipientId === null ? null : { requestId, recipientId };
  const root = thread === null ? null : threadId(keyring, thread, domain);
  const stop =
    event === null || recipientId === null
      ? null
      : `${publicUrl()}/unsubscribe/${unsubscribeToken(keyring, { personId: recipientId, event: event as Unsubscribable }, clock())}`;
  return {
    messageId: messageId(keyring, mail.id, thread, domain),
    ...(root === null ? {} : { inReplyTo: root, references: root }),
    ...(thread === null || replyDomain === null ? {} : { replyTo: replyAddress(keyring, thread, replyDomain) }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(stop === null
        ? {}
        : { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  };
}

interface Outcome {
  state: 'queued' | 'sent' | 'kept' | 'failed';
  fault: string | null;
  error: string | null;
  next_try_at: Date | null;
  sent_at?: Date;
}

async function note(tx: Tx, mail: MailRow, outcome: Outcome): Promise<void> {
  const isForgotten = mail.secret && outcome.state === 'sent';
  await tx
    .updateTable('app.mails')
    .set((eb) => ({
      ...outcome,
      attempts: eb('attempts', '+', 1),
      ...(isForgotten ? { sealed_text: null, sealed_html: null } : {}),
    }))
    .where('id', '=', mail.id)
    .execute();
  if (!isForgotten) return;
  await tx.updateTable('app.mail_attachments').set({ sealed_content: null }).where('mail_id', '=', mail.id).execute();
}

async function noteSent(tx: Tx, mail: MailRow, at: Date): Promise<void> {
  await note(tx, mail, { state: 'sent', fault: null, error: null, next_try_at: null, sent_at: at });
  await tx
    .deleteFrom('app.bouncing_addresses')
    .where('address', '=', mail.recipient.toLowerCase())
    // Many servers take every mail and send it back later.
    .where((eb) =>
      eb.or([eb('returned', '=', false), eb('since', '<', new Date(at.getTime() - RETURNED_DAYS * DAY_MS))]),
    )
    .execute();
}

async function noteFailure(tx: Tx, mail: MailRow, failure: unknown, at: Date): Promise<void> {
  const fault = faultOf(failure);
  const error = (failure instanceof Error ? failure.message : String(failure)).slice(0, 500);
  const next = isFinalFault(fault) ? null : nextTry(mail.attempts + 1, at);
  await note(tx, mail, { state: next === null ? 'failed' : 'queued', fault, error, next_try_at: next });
  if (next !== null) await enqueue(tx, SEND_TASK, { mailId: mail.id }, { key: sendKey(mail.id), runAt: next });
  if (fault !== 'address_refused') return;
  await tx
    .insertInto('app.bouncing_addresses')
    .values({ address: mail.recipient.toLowerCase(), since: at, reason: error })
    .onConflict((conflict) => conflict.column('address').doUpdateSet({ reason: error }))
    .execute();
}
