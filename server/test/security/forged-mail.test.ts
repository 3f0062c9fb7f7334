// Mail that lies about who sent it, that answers itself, or that floods.
// Seen as: CVE-2026-47123 (FreeScout), CVE-2023-41259 (RT), CVE-2026-48187 (OTRS), Zendesk October 2025, osTicket#1041.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { mailSample, nestedMail, plainMail } from '../received-mail/mail-samples.ts';
import {
  answeredRequest,
  deliver,
  DOMAIN,
  messagesOf,
  signsOf,
  TAKES_MAIL,
  writtenTo,
} from '../received-mail/received-calls.ts';
import { attempt } from './attack.ts';

const BORIS = 'boris@acme.example';
let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ config: TAKES_MAIL });
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.platform.db.deleteFrom('app.throttles').execute();
});

const countMails = async (): Promise<number> =>
  (
    await test.platform.db
      .selectFrom('app.mails')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;
const bend = (address: string): string =>
  address.replace(/\.(.)/u, (_, letter: string) => (letter === 'a' ? '.b' : '.a'));

it('a forged address posts nothing, and neither does one of another recipient or request', async () => {
  const request = await answeredRequest(test);
  const before = (await messagesOf(test, request.id)).length;
  const { id: claraId } = await (await test.as('clara@globex.example')).getMe();
  for (const to of [
    bend(request.to),
    signsOf(test, request.id, claraId).to,
    signsOf(test, request.id, randomUUID()).to,
    request.to.replace(DOMAIN, 'evil.example'),
    request.to.replace('r+', 'r-'),
  ]) {
    const mail = await deliver(
      test,
      plainMail({ From: BORIS, To: to, Subject: `Re: [${request.number}] x` }, 'forged'),
    );
    expect(['unconfirmed', 'ignored']).toContain(mail.state);
  }
  for (const id of [bend(request.root), bend(request.message), '<r.a.b@reply.vendor.example>']) {
    const mail = await deliver(
      test,
      plainMail({ From: BORIS, To: `support@${DOMAIN}`, 'In-Reply-To': id, References: id }, 'forged'),
    );
    expect(['unconfirmed', 'ignored']).toContain(mail.state);
  }
  expect(await messagesOf(test, request.id)).toHaveLength(before);
});

it('a forged sender, or several, gains nothing but a note for the desk', async () => {
  const request = await answeredRequest(test);
  for (const From of ['evil@evil.example', `"${BORIS}" <evil@evil.example>`, `evil@evil.example, ${BORIS}`]) {
    const mail = await deliver(
      test,
      plainMail({ From, To: request.to, Sender: BORIS, 'Reply-To': BORIS }, 'I am Boris.'),
    );
    expect(['noted', 'ignored']).toContain(mail.state);
  }
  const { data } = await (await test.as(BORIS)).listMessages({ params: { id: request.id } });
  expect(JSON.stringify(data)).not.toContain('I am Boris.');
});

it('whoever has lost their rights is no longer posted as themselves', async () => {
  const request = await answeredRequest(test);
  const members = (state: 'active' | 'removed') =>
    test.platform.db
      .updateTable('app.members')
      .set({ state })
      .where('person_id', '=', (eb) => eb.selectFrom('auth.people').select('id').where('email', '=', BORIS))
      .execute();
  await members('removed');
  const mail = await deliver(test, mailSample('gmail', request));
  await members('active');
  expect(mail.state).toBe('noted');
});

it('headers that try to steer the program gain nothing', async () => {
  const request = await answeredRequest(test);
  const steering = {
    'X-Request-Id': request.id,
    'X-CompanyAccount-Request': request.number,
    'X-RT-Ticket': request.number,
    'X-Visibility': 'public',
    'Authentication-Results': `${DOMAIN}; dmarc=pass header.from=acme.example`,
  };
  const mail = await deliver(
    test,
    plainMail({ From: BORIS, To: `support@${DOMAIN}`, Subject: `Re: [${request.number}]`, ...steering }, 'steered'),
  );
  expect(mail.state).toBe('unconfirmed');
  expect(JSON.stringify(await messagesOf(test, request.id))).not.toContain('steered');
});

it('programs are answered by nobody: loops, out-of-office, lists, receipts', async () => {
  const request = await answeredRequest(test);
  await test.runLaterJobs();
  const [messages, mails] = [await messagesOf(test, request.id), await countMails()];
  const own = { From: BORIS, To: request.to, Subject: 'x' };
  for (const mail of [
    mailSample('out-of-office', request),
    plainMail({ ...own, 'Message-ID': request.message }, 'our own mail'),
    plainMail({ ...own, From: 'care@vendor.example' }, 'our own mail'),
    plainMail({ ...own, From: `any@${DOMAIN}` }, 'our own domain'),
    plainMail({ ...own, 'Auto-Submitted': 'auto-replied' }, 'x'),
    plainMail({ ...own, Precedence: 'bulk' }, 'x'),
    plainMail({ ...own, 'List-Id': '<a.b>' }, 'x'),
    plainMail({ ...own, 'Return-Path': '<>' }, 'x'),
  ]) {
    expect((await deliver(test, mail)).state).toBe('ignored');
  }
  await test.runLaterJobs();
  expect(await messagesOf(test, request.id)).toEqual(messages);
  expect(await countMails()).toBe(mails);
});

it('a storm of bounces marks what came back once, and writes to nobody', async () => {
  const id = randomUUID();
  const address = 'gone@acme.example';
  await test.platform.db
    .insertInto('app.mails')
    .values({
      id,
      recipient: address,
      template: 'request_news',
      language: 'en',
      subject: 'x',
      secret: false,
      state: 'sent',
      created_at: new Date(),
    })
    .execute();
  const mails = await countMails();
  const bounce = (message: string, recipient = address) => deliver(test, mailSample('bounce', { message, recipient }));
  for (let n = 0; n < 20; n += 1) expect((await bounce(`<${id}@${DOMAIN}>`)).state).toBe('returned');
  expect(await countMails()).toBe(mails);
  const { data } = await (await test.as('admin@vendor.example')).listMails({ query: { to: address } });
  expect(data).toMatchObject([{ id, state: 'failed', fault: 'address_refused', error: '550 5.1.1 User unknown' }]);
  // Nobody has other people's addresses marked: neither by a mail that never was, nor by one that went elsewhere.
  expect((await bounce(`<${randomUUID()}@${DOMAIN}>`, BORIS)).state).toBe('ignored');
  expect((await bounce(`<${id}@${DOMAIN}>`, BORIS)).state).toBe('ignored');
  const marked = await test.platform.db.selectFrom('app.bouncing_addresses').select('address').execute();
  expect(marked).toEqual([{ address }]);
});

it('nobody is flooded with links to confirm, nor carries words to others', async () => {
  const victim = 'victim@elsewhere.example';
  const forged = (from: string) =>
    deliver(test, plainMail({ From: from, To: `support@${DOMAIN}`, Subject: 'BUY NOW' }, 'cheap pills'));
  for (let n = 0; n < 10; n += 1) await forged(victim);
  const written = await writtenTo(test, victim);
  expect(written).toHaveLength(3);
  expect(JSON.stringify(written)).not.toMatch(/BUY NOW|cheap pills/u);
  // The same whether the address is known.
  await forged('clara@globex.example');
  const [known] = await writtenTo(test, 'clara@globex.example');
  expect(known?.text.replace(/#\S+/u, '')).toBe(written[0]?.text.replace(/#\S+/u, ''));
});

it('one sender is taken so often an hour and no more', async () => {
  const request = await answeredRequest(test);
  const states = [];
  for (let n = 0; n < 34; n += 1) {
    states.push((await deliver(test, plainMail({ From: BORIS, To: request.to }, `mail ${n}`))).state);
  }
  expect(states.filter((state) => state === 'posted')).toHaveLength(30);
  expect(states.slice(30)).toEqual(['ignored', 'ignored', 'ignored', 'ignored']);
});

it('links that confirm are neither guessed nor bent nor used late', async () => {
  const held = await deliver(test, plainMail({ From: 'late@elsewhere.example', To: `support@${DOMAIN}` }, 'words'));
  const [mail] = await writtenTo(test, 'late@elsewhere.example');
  const token = /#(\S+)/u.exec(mail?.text ?? '')?.[1] ?? '';
  const confirm = async (given: string) =>
    (await attempt(test, 'confirmReceivedMail', { body: { token: given } })).statusCode;
  const other = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  for (const bad of [`${token}x`, token.slice(0, -1), `${other}${token.slice(22)}`, 'there is no such token']) {
    expect(await confirm(bad)).toBe(410);
  }
  await test.platform.db
    .updateTable('app.received_mails')
    .set({ received_at: new Date(Date.now() - 49 * 3_600_000) })
    .where('id', '=', held.id)
    .execute();
  expect(await confirm(token)).toBe(410);
});

it('what is made to exhaust is opened no further than its head: 60 levels, 40 MB, a header without end', async () => {
  const head = { From: BORIS, To: `support@${DOMAIN}`, Subject: 'Heavy' };
  expect(await deliver(test, nestedMail(head, 60))).toMatchObject({ state: 'failed', reason: 'too_deep' });
  const large = Buffer.concat([plainMail(head, ''), Buffer.alloc(41 * 1024 ** 2, 'a')]);
  expect(await deliver(test, large)).toMatchObject({ state: 'failed', reason: 'too_large', subject: 'Heavy' });
  const wide = plainMail({ ...head, 'X-Pad': 'x'.repeat(600_000) }, 'words');
  expect(await deliver(test, wide)).toMatchObject({ state: 'failed', reason: 'too_much' });
  const parts = '--x\r\n\r\na\r\n'.repeat(100_000);
  const many = plainMail({ ...head, 'Content-Type': 'multipart/mixed; boundary=x' }, `${parts}--x--`);
  expect(['unconfirmed', 'failed']).toContain((await deliver(test, many)).state);
}, 60_000);

it('markup of a mail is never live, and neither is its name', async () => {
  const request = await answeredRequest(test);
  const html =
    '<img src=x onerror=alert(1)><script>alert(2)</script><a href="javascript:alert(3)">here</a><iframe srcdoc="x">';
  const mail = plainMail(
    { From: `"<script>alert(4)</script>" <${BORIS}>`, To: request.to, 'Content-Type': 'text/html' },
    `<p>Words ${html}</p>`,
  );
  expect((await deliver(test, mail)).state).toBe('posted');
  const text = (await messagesOf(test, request.id)).at(-1)?.text ?? '';
  expect(text).toContain('Words');
  expect(text).not.toMatch(/<script|onerror|javascript:|<iframe|<img/iu);
});
