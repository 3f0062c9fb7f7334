import { Buffer } from 'node:buffer';
import type { Client } from '@companyaccount/contract/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from '../../../e2e/harness/program.ts';
import { type MailServers, startMailServers } from '../harness/debian-mail.ts';
import { type LiveReader, openStream } from '../harness/live-reader.ts';
import { headersOf, partsOf } from '../harness/mail-server.ts';
import { clientAt, signInAt } from '../harness/over-http.ts';
import { type MailSample, mailSample, nestedMail, plainMail } from '../received-mail/mail-samples.ts';
import { DOMAIN } from '../received-mail/received-calls.ts';

// Mail through Debian's Postfix and Dovecot: out by SMTP, in by LMTP and IMAP, told by IDLE.
const BORIS = 'boris@acme.example';
const STAFF = ['admin', 'lead', 'engineer', 'analyst', 'analyst2'].map((name) => `${name}@vendor.example`);
const INBOX = `r@${DOMAIN}`;
/** Longer than a mail takes on a machine with other things to do, and much shorter than the time between two looks. */
const SOON = { timeout: 150_000, interval: 200 };
/** News of a request are mailed a minute later. */
const NEWS = { timeout: 150_000, interval: 1000 };

let servers: MailServers;
let program: Program;
let boris: Client;
let engineer: Client;
let admin: Client;
let stream: LiveReader;
beforeAll(async () => {
  servers = await startMailServers({
    domains: ['acme.example', 'globex.example', 'vendor.example', DOMAIN],
    addresses: [BORIS, 'anna@acme.example', 'clara@globex.example', ...STAFF, INBOX],
    aliases: { [`support@${DOMAIN}`]: INBOX },
  });
  program = await Program.start({
    settings: {
      SMTP_URL: servers.smtpUrl,
      IMAP_URL: servers.imapUrl(INBOX),
      MAIL_DOMAIN: DOMAIN,
      MAIL_FROM: 'Northlight Security <care@vendor.example>',
    },
  });
  const at = async (email: string) => clientAt(program.url, await signInAt(program.url, email));
  boris = await at(BORIS);
  engineer = await at('engineer@vendor.example');
  admin = await at('admin@vendor.example');
  stream = await openStream(program.url, await signInAt(program.url, 'engineer@vendor.example'));
}, 180_000);
afterAll(async () => {
  stream?.close();
  await program?.stop();
  await servers?.stop();
});

const mailsOf = async (address: string) =>
  (await servers.mailsOf(address)).map((message) => ({ recipients: [address], message }));
/** The newest mail to somebody whose text matches; waits until it is there. */
async function mailTo(address: string, text: RegExp, patience = SOON) {
  const find = async () =>
    (await mailsOf(address)).findLast((mail) => text.test(`${headersOf(mail)['subject']}\n${partsOf(mail).text}`));
  await expect.poll(find, patience).toBeDefined();
  const found = await find();
  if (found === undefined) throw new Error('the mail went away');
  return found;
}

const messagesOf = async (id: string) => (await engineer.listMessages({ params: { id } })).data;
const received = async () => (await admin.listReceivedMails({ query: { 'page[size]': 100 } })).data;
/** What becomes of the next mail that comes in, once it has been gone through. */
async function fateOf(comes: () => Promise<void>) {
  const known = new Set((await received()).map(({ id }) => id));
  await comes();
  const find = async () => (await received()).find(({ id }) => !known.has(id));
  await expect.poll(async () => (await find())?.state, SOON).toMatch(/^(?!waiting|arriving|confirmed)/u);
  return find();
}
/** The same of a mail that Boris's mail server hands over. */
const fateOfMail = (mail: Buffer, to = signs.to, from = BORIS) => fateOf(() => servers.send({ from, to }, mail));

let request: { id: string; number: string };
/** Of the mail that told Boris of the answer. */
let signs: { to: string; root: string; message: string };
let outgoing: Buffer;

describe('an answer', () => {
  it('goes out through Postfix, with an address to answer and a way to stop such mails', async () => {
    request = await boris.createRequest({
      body: { desk: 'support', kind: 'malfunction', subject: 'Update stops', text: 'It stops at 40 %.' },
    });
    await engineer.createMessage({
      params: { id: request.id },
      body: { text: 'Please install build 12.1.', thenStatus: 'waiting_for_customer' },
    });
    const mail = await mailTo(BORIS, /Please install build 12\.1/u, NEWS);
    const headers = headersOf(mail);
    expect(headers['subject']).toContain(`[${request.number}]`);
    expect(headers['return-path']).toBe(`<r+bounce@${DOMAIN}>`);
    expect(headers['list-unsubscribe']).toMatch(/^<http.*\/unsubscribe\/.*>$/u);
    expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    signs = {
      to: headers['reply-to'] ?? '',
      root: headers['references'] ?? '',
      message: headers['message-id'] ?? '',
    };
    expect(signs.to).toMatch(/^r\+[a-z2-7]{26}\.[a-z2-7]{26}@/u);
    outgoing = Buffer.from(mail.message);
  });

  const REPLIES: readonly [MailSample, string][] = [
    ['gmail', 'Thanks, build 12.1 helped on *one* machine.\n\nThe other still stops at 40 %.'],
    ['gmail-html-only', 'Thanks, build 12.1 helped on one machine.\n\nThe other still stops at 40 %.'],
    ['gmail-russian', 'Сборка 12.1 помогла на одном компьютере.'],
    ['outlook', 'The new build works, see the picture.\n\nRegards,\nBoris'],
    ['outlook-russian', 'Новая сборка работает, спасибо.'],
    ['outlook-japanese', '直りました。'],
    ['apple-mail', 'It works now. The log is attached.'],
    ['thunderbird', 'Installed on both machines, and both are fine now.'],
    ['japanese', '新しいビルドで直りました。ありがとうございます。'],
  ];
  it.each(REPLIES)('is answered by mail, and the reply stands in the request at once: %s', async (name, text) => {
    const before = stream.events.length;
    await servers.send({ from: BORIS, to: signs.to }, mailSample(name, signs));
    const told = () =>
      stream.events
        .slice(before)
        .some(({ data }) => data['type'] === 'message_added' && data['requestId'] === request.id);
    await expect.poll(told, SOON).toBe(true);
    const last = (await messagesOf(request.id)).at(-1);
    expect(last).toMatchObject({ text, byMail: true, visibility: 'public', author: { side: 'customer' } });
    expect(last?.quoted).not.toBeNull();
  });

  it('is answered though the mailbox was away for a while', async () => {
    const mailbox = async () => (await admin.getSystemState()).mail.received;
    expect(await mailbox()).toMatchObject({ readAt: expect.any(String), failingSince: null });
    await servers.stopMailboxes();
    const late = plainMail({ From: BORIS, To: signs.to, Subject: 'Late' }, 'Late.');
    const fate = await fateOf(async () => {
      await servers.send({ from: BORIS, to: signs.to }, late);
      await expect.poll(async () => (await mailbox())?.failingSince ?? null, SOON).not.toBeNull();
      expect((await admin.getSystemState()).warnings).toContain('mailbox_unreadable');
      await servers.startMailboxes();
    });
    expect(fate).toMatchObject({ state: 'posted', request: { id: request.id } });
    expect((await messagesOf(request.id)).at(-1)?.text).toBe('Late.');
    expect((await mailbox())?.failingSince).toBeNull();
  });
});

describe('what is not to be posted', () => {
  const head = (subject: string, from = BORIS) => ({ From: from, To: signs.to, Subject: subject });
  const publicMessages = async () =>
    (await messagesOf(request.id)).filter(({ visibility }) => visibility === 'public').length;
  const writtenTo = async (to: string) => (await admin.listMails({ query: { to } })).data.length;
  const bent = () => signs.to.replace(/.(?=@)/u, (letter) => (letter === 'a' ? 'b' : 'a'));

  it('gets what it deserves: forged tokens and senders, loops, absences, parts without end, 40 MB', async () => {
    const before = await publicMessages();
    const large = Buffer.concat([
      plainMail(head('Large'), ''),
      Buffer.from(`${'a'.repeat(76)}\r\n`.repeat(Math.ceil((41 * 1024 ** 2) / 78))),
    ]);
    const mails: [Buffer, Record<string, unknown>][] = [
      [plainMail(head('Forged sender', 'evil@evil.example'), 'I am Boris.'), { state: 'noted' }],
      [outgoing, { state: 'ignored', reason: 'loop' }],
      [mailSample('out-of-office', signs), { state: 'ignored', reason: 'auto_reply' }],
      [nestedMail(head('Deep'), 60), { state: 'noted' }],
      [large, { state: 'noted' }],
    ];
    for (const [mail, expected] of mails) {
      const answers = await writtenTo(BORIS);
      const fate = await fateOfMail(mail);
      expect(fate).toMatchObject(expected);
      expect(await writtenTo(BORIS), fate?.subject ?? '').toBe(answers);
    }
    const forged = plainMail({ ...head('Forged token'), To: bent() }, 'forged');
    expect(await fateOfMail(forged, bent())).toMatchObject({ state: 'unconfirmed', request: null });

    expect(await publicMessages()).toBe(before);
    const notes = (await messagesOf(request.id)).filter(({ unconfirmedFrom }) => unconfirmedFrom !== null);
    expect(notes.map(({ text }) => text)).toEqual([
      'I am Boris.',
      expect.stringContaining('too many parts'),
      expect.stringContaining('larger than 40 MB'),
    ]);
    expect(JSON.stringify((await boris.listMessages({ params: { id: request.id } })).data)).not.toContain(
      'I am Boris.',
    );
    // What is too large to be kept stays where it was; all others are taken away.
    expect((await servers.mailsOf(INBOX)).map((mail) => mail.length > 40 * 1024 ** 2)).toEqual([true]);
  });

  it('is a mail of ours that came back: it is shown as failed, and nothing is written any more', async () => {
    const gone = 'gone@acme.example';
    const hello = plainMail({ From: gone, To: `support@${DOMAIN}`, Subject: 'Nobody home' }, 'Hello.');
    expect(await fateOfMail(hello, `support@${DOMAIN}`, gone)).toMatchObject({ state: 'unconfirmed' });
    const fate = async () => (await admin.listMails({ query: { to: gone } })).data[0];
    await expect.poll(async () => (await fate())?.state, SOON).toBe('failed');
    expect(await fate()).toMatchObject({ fault: 'address_refused', error: expect.stringContaining('5.1.1') });
    expect((await admin.getMail({ params: { id: (await fate())?.id ?? '' } })).bouncing).toBe(true);
    expect((await received())[0]).toMatchObject({ state: 'returned' });
  });
});

describe('a mail that answers nothing', () => {
  it('becomes a request once its sender has followed the link that they were mailed', async () => {
    const links = async () =>
      (await mailsOf(BORIS)).flatMap((mail) => /\/mail\/confirm#(\S+)/u.exec(partsOf(mail).text)?.[1] ?? []);
    const earlier = await links();
    const to = `support@${DOMAIN}`;
    const mail = mailSample('thunderbird-between', { to, message: '<other@acme.example>' });
    expect(await fateOfMail(mail, to)).toMatchObject({ state: 'unconfirmed' });
    const link = async () => (await links()).find((one) => !earlier.includes(one));
    await expect.poll(link, SOON).toBeDefined();
    const token = (await link()) ?? '';
    const before = stream.events.length;
    await boris.confirmReceivedMail({ body: { token } });
    const created = () => stream.events.slice(before).find(({ data }) => data['type'] === 'request_created');
    await expect.poll(created, SOON).toBeDefined();
    const id = String(created()?.data['requestId']);
    expect((await messagesOf(id))[0]).toMatchObject({ byMail: true, text: expect.stringContaining('12.0') });
    expect(await boris.getRequest({ params: { id } })).toMatchObject({ company: { name: 'Acme Logistics' } });
  });
});
