import { newId } from '#platform/ids.ts';
import type { Unsubscribable } from '@companyaccount/contract/notifications';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import { countCall } from '#platform/db/call-counts.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { emit } from '#platform/db/emit.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import { createDelivery, type DeliveryOptions, SEND_TASK, sendKey } from './deliver-mail.ts';
import { attachmentPlace, htmlPlace } from './mail-seals.ts';
import { type MailTemplate, writeMail } from './mail-texts.ts';
import { unsubscribeToken } from './unsubscribe-token.ts';

/** A file that goes out with a mail; small, since it is kept in the database until then. */
export interface MailAttachment {
  name: string;
  mediaType: string;
  content: Uint8Array;
}

/** What the files of one mail may take together, in bytes. */
const ATTACHMENTS_MAX = 1_048_576;

export interface MailToSend {
  /** Given by what may run twice: a second mail under the same id is not written. */
  id?: string;
  to: string;
  template: MailTemplate;
  language: InterfaceLanguage;
  values: Record<string, string>;
  /** What somebody wrote, of several lines; stands in the text as `quote`. */
  quote?: string;
  /** The same as Markdown, for the HTML part. */
  markdown?: string;
  /** The text opens an account, or the files must be seen by nobody else: both are forgotten once a mail server has them. */
  secret: boolean;
  attachments?: readonly MailAttachment[];
  /** Anybody can cause it: so many of its kind go to one address within an hour, and no more are written. */
  hourly?: number;
  /** It is about a request: such mails to one recipient (a person, or the submitter) hang together. */
  about?: { requestId: string; recipientId: string };
  /** The person it goes to can switch off mails of this kind, by a link that stands in the text as `unsubscribe`. */
  optional?: { personId: string; event: Unsubscribable };
}

export interface Mailer {
  /** Writes a mail into the log and has it sent when the transaction commits. */
  send: (tx: Tx, mail: MailToSend) => Promise<void>;
  /** Has a mail of the log sent once more, with as many tries as a new one; false when its text was forgotten. */
  sendAgain: (tx: Tx, mailId: string) => Promise<boolean>;
  /** The text of a logged mail; null when it was forgotten. */
  textOf: (row: { id: string; sealed_text: Buffer | null }) => string | null;
  task: TaskDefinition;
  delivers: boolean;
  /** Whether somebody reads what is answered to a mail about a request. */
  takesReplies: boolean;
}

export interface MailerOptions extends DeliveryOptions {
  vendorName: string;
}

/** Mail out: one log for all of it, one job per mail; without a mail server it is kept in the log. */
export function createMailer({ vendorName, ...delivery }: MailerOptions): Mailer {
  const { keyring, clock, publicUrl, replyDomain } = delivery;
  const { delivers, deliver } = createDelivery(delivery);

  const insertMail = async (tx: Tx, id: string, mail: MailToSend): Promise<boolean> => {
    const { to, template, language, values, quote = '', markdown, secret, about, optional } = mail;
    const at = clock();
    const unsubscribe =
      optional === undefined
        ? {}
        : { unsubscribe: `${publicUrl()}/unsubscribe/${unsubscribeToken(keyring, optional, at)}` };
    const { subject, text, html } = writeMail(
      template,
      language,
      { vendor: vendorName, ...values, ...unsubscribe },
      { text: quote, ...(markdown === undefined ? {} : { markdown }) },
    );
    const written = await tx
      .insertInto('app.mails')
      .values({
        id,
        recipient: to,
        template,
        language,
        subject,
        secret,
        sealed_text: keyring.seal('mail', Buffer.from(text), id),
        sealed_html: keyring.seal('mail', Buffer.from(html), htmlPlace(id)),
        request_id: about?.requestId ?? null,
        recipient_id: about?.recipientId ?? optional?.personId ?? null,
        event: optional?.event ?? null,
        created_at: at,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return written.numInsertedOrUpdatedRows !== 0n;
  };

  return {
    delivers,
    takesReplies: replyDomain !== null,
    textOf: ({ id, sealed_text }) => (sealed_text === null ? null : keyring.open('mail', sealed_text, id).toString()),
    task: defineTask(SEND_TASK, deliver),
    async send(tx, mail) {
      const { id = newId(), to, template, hourly, attachments = [] } = mail;
      const size = attachments.reduce((sum, { content }) => sum + content.length, 0);
      if (size > ATTACHMENTS_MAX) throw new RangeError(`${size} bytes are too much to attach to a mail`);
      if (hourly !== undefined && (await countCall(tx, `mail:${template}:${to}`, 3600)).count > hourly) return;
      if (!(await insertMail(tx, id, mail))) return;
      for (const [position, { name, mediaType, content }] of attachments.entries()) {
        await tx
          .insertInto('app.mail_attachments')
          .values({
            mail_id: id,
            position,
            name,
            media_type: mediaType,
            size: content.length,
            sealed_content: keyring.seal('mail', content, attachmentPlace(id, position)),
          })
          .execute();
      }
      await enqueue(tx, SEND_TASK, { mailId: id }, { key: sendKey(id) });
      await emit(tx, 'mail_logged', {});
    },
    async sendAgain(tx, mailId) {
      const { numUpdatedRows } = await tx
        .updateTable('app.mails')
        .set({ state: 'queued', attempts: 0, fault: null, error: null, next_try_at: null })
        .where('id', '=', mailId)
        .where('sealed_text', 'is not', null)
        .where('state', '!=', 'queued')
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await enqueue(tx, SEND_TASK, { mailId }, { key: sendKey(mailId) });
      await emit(tx, 'mail_logged', {});
      return true;
    },
  };
}
