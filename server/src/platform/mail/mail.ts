import { newId } from '#platform/ids.ts';
import type { InterfaceLanguage } from '@companyaccount/contract/schema';
import { createTransport } from 'nodemailer';
import type { Keyring } from '#platform/crypto/keyring.ts';
import type { Clock } from '#platform/clock.ts';
import { countCall } from '#platform/db/call-counts.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import { emit } from '#platform/db/emit.ts';
import { writeMail, type MailTemplate } from './mail-texts.ts';

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
  /** The text opens an account, or the files must be seen by nobody else: both are forgotten once a mail server has them. */
  secret: boolean;
  attachments?: readonly MailAttachment[];
  /** Anybody can cause it: so many of its kind go to one address within an hour, and no more are written. */
  hourly?: number;
}

export interface Mailer {
  /** Writes a mail into the log and has it sent when the transaction commits. */
  send: (tx: Tx, mail: MailToSend) => Promise<void>;
  /** The text of a logged mail; null when it was forgotten. */
  textOf: (row: { id: string; sealed_text: Buffer | null }) => string | null;
  task: TaskDefinition;
  delivers: boolean;
}

export interface MailerOptions {
  db: Db;
  keyring: Keyring;
  clock: Clock;
  smtpUrl: string | null;
  from: string;
  vendorName: string;
}

/** Mail out: one log for all of it, one job per mail; without a mail server it is kept in the log. */
export function createMailer({ db, keyring, clock, smtpUrl, from, vendorName }: MailerOptions): Mailer {
  const transport =
    smtpUrl === null
      ? null
      : // A mail server that does not answer must not hold up a shutdown; the job comes again.
        createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 });
  const textOf = ({ id, sealed_text }: { id: string; sealed_text: Buffer | null }) =>
    sealed_text === null ? null : keyring.open('mail', sealed_text, id).toString();

  const placeOf = (mailId: string, position: number) => `${mailId}:attachment:${position}`;
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
        : [{ filename: name, contentType, content: keyring.open('mail', sealed, placeOf(mailId, position)) }],
    );
  };

  const deliver = async ({ mailId }: { mailId: string }) => {
    const mail = await db.selectFrom('app.mails').selectAll().where('id', '=', mailId).executeTakeFirst();
    const text = mail === undefined ? null : textOf(mail);
    if (mail === undefined || mail.state === 'sent' || mail.state === 'kept' || text === null) return;
    const failure = await transport
      ?.sendMail({
        from,
        to: { name: '', address: mail.recipient },
        subject: mail.subject,
        text,
        attachments: await attachmentsOf(mail.id),
        messageId: `<${mail.id}@companyaccount>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      .then(() => null)
      .catch((error: unknown) => error as Error);
    await transact(db, SYSTEM, async (tx) => {
      await tx
        .updateTable('app.mails')
        .set((eb) => ({
          attempts: eb('attempts', '+', 1),
          ...(failure == null
            ? {
                state: transport === null ? 'kept' : 'sent',
                error: null,
                sent_at: transport === null ? null : clock(),
                ...(mail.secret && transport !== null ? { sealed_text: null } : {}),
              }
            : { state: 'failed', error: failure.message.slice(0, 500) }),
        }))
        .where('id', '=', mail.id)
        .execute();
      if (failure == null && mail.secret && transport !== null) {
        await tx
          .updateTable('app.mail_attachments')
          .set({ sealed_content: null })
          .where('mail_id', '=', mail.id)
          .execute();
      }
      await emit(tx, 'mail_logged', {});
    });
    // Thrown so that the job comes again, later each time.
    if (failure != null) throw failure;
  };

  return {
    delivers: transport !== null,
    textOf,
    task: defineTask('mail.send', deliver),
    async send(tx, { id = newId(), to, template, language, values, quote, secret, hourly, attachments = [] }) {
      const size = attachments.reduce((sum, { content }) => sum + content.length, 0);
      if (size > ATTACHMENTS_MAX) throw new RangeError(`${size} bytes are too much to attach to a mail`);
      if (hourly !== undefined && (await countCall(tx, `mail:${template}:${to}`, 3600)).count > hourly) return;
      const { subject, text } = writeMail(template, language, { vendor: vendorName, ...values }, quote);
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
          created_at: clock(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (written.numInsertedOrUpdatedRows === 0n) return;
      for (const [position, { name, mediaType, content }] of attachments.entries()) {
        await tx
          .insertInto('app.mail_attachments')
          .values({
            mail_id: id,
            position,
            name,
            media_type: mediaType,
            size: content.length,
            sealed_content: keyring.seal('mail', content, placeOf(id, position)),
          })
          .execute();
      }
      await enqueue(tx, 'mail.send', { mailId: id });
      await emit(tx, 'mail_logged', {});
    },
  };
}
