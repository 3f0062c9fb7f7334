import { randomUUID } from 'node:crypto';
import type { Config } from '#platform/config.ts';
import { messageId, replyAddress, threadId } from '#platform/mail/mail-thread.ts';
import { receiveMail } from '../../src/features/received-mail/receive-mail.ts';
import type { TestApp } from '../harness/test-app.ts';

export const DOMAIN = 'reply.vendor.example';
/** Settings of a program that takes mail in; its mailbox is the test. */
export const TAKES_MAIL: Partial<Config> = { mailDomain: DOMAIN, mailFrom: 'Vendor <care@vendor.example>' };

/** Has a mail come in as from a mailbox, and goes through it; answers with what became of it. */
export async function deliver(test: TestApp, bytes: Buffer, size = bytes.length) {
  const place = `test/${randomUUID()}`;
  await receiveMail(test.platform, { place, size, read: async (most) => bytes.subarray(0, most) });
  await test.runJobs();
  return find(test, place);
}

const find = (test: TestApp, place: string) =>
  test.platform.db.selectFrom('app.received_mails').selectAll().where('place', '=', place).executeTakeFirstOrThrow();

/** A request of Boris with an answer of the vendor, and what the mail about it would carry. */
export async function answeredRequest(test: TestApp, subject = 'Update stops') {
  const boris = await test.as('boris@acme.example');
  const { id, number } = await boris.createRequest({
    body: { desk: 'support', kind: 'malfunction', subject, text: 'It stops at 40 %.' },
  });
  const engineer = await test.as('engineer@vendor.example');
  await engineer.createMessage({
    params: { id },
    body: { text: 'Please install build 12.1.', thenStatus: 'waiting_for_customer' },
  });
  const { id: recipientId } = await boris.getMe();
  return { id, number, ...signsOf(test, id, recipientId) };
}

/** The reply address and Message-IDs of mails about a request to somebody. */
export function signsOf({ platform: { keyring } }: TestApp, requestId: string, recipientId: string) {
  const thread = { requestId, recipientId };
  return {
    to: replyAddress(keyring, thread, DOMAIN),
    root: threadId(keyring, thread, DOMAIN),
    message: messageId(keyring, randomUUID(), thread, DOMAIN),
  };
}

/** Messages of a request as the desk sees them. */
export async function messagesOf(test: TestApp, id: string) {
  const { data } = await (await test.as('engineer@vendor.example')).listMessages({ params: { id } });
  return data;
}

/** The mails that the program has written to an address, the newest first, with their text. */
export async function writtenTo(test: TestApp, email: string) {
  const rows = await test.platform.db
    .selectFrom('app.mails')
    .selectAll()
    .where('recipient', '=', email)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map((row) => ({ template: row.template, text: test.platform.mailer.textOf(row) ?? '' }));
}

/** The token of the link in the newest mail that asks an address to confirm. */
export async function confirmationFor(test: TestApp, email: string): Promise<string> {
  const asked = (await writtenTo(test, email)).find(({ template }) => template === 'mail_confirmation');
  const token = /\/mail\/confirm#(\S+)/u.exec(asked?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`nobody asked ${email} to confirm a mail`);
  return token;
}
