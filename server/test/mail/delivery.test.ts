import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { headersOf, type MailServer, partsOf, startMailServer } from '../harness/mail-server.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt, GOOD_BODIES } from '../security/attack.ts';

const ANNA = 'anna@acme.example';
let test: TestApp;
let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
  test = await startTestApp({ config: { smtpUrl: server.url, mailFrom: 'Vendor <care@vendor.example>' } });
});
afterAll(async () => {
  await test.close();
  await server.close();
});
beforeEach(async () => {
  server.refuse(() => null);
  server.refuseMails(null);
  server.taken.length = 0;
  await test.platform.db.deleteFrom('app.mails').execute();
  await test.platform.db.deleteFrom('app.throttles').execute();
});

const askForPassword = async (email = ANNA) => {
  expect((await attempt(test, 'requestPasswordReset', { body: { email } })).statusCode).toBe(200);
  await test.runJobs();
};
const admin = () => test.as('admin@vendor.example');
const newest = async () => {
  const { data } = await (await admin()).listMails();
  return (await admin()).getMail({ params: { id: data[0]?.id ?? '' } });
};

describe('mail to a real mail server', () => {
  it('goes out as text and HTML that say the same, and asks for no answer', async () => {
    await askForPassword();
    const [mail] = server.taken;
    const headers = headersOf(mail ?? { recipients: [], message: '' });
    expect(headers).toMatchObject({ 'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All', to: ANNA });
    expect(headers['message-id']).toMatch(/^<[0-9a-f-]{36}@vendor\.example>$/u);
    expect(headers).not.toHaveProperty('list-unsubscribe');
    expect(headers).not.toHaveProperty('reply-to');
    const { text, html } = partsOf(mail ?? { recipients: [], message: '' });
    const [link] = /http:\S+/u.exec(text) ?? [];
    expect(text).toContain('within one hour');
    expect(html).toContain(`href="${link}"`);
    expect(html).toContain('within one hour');
    expect(html).not.toMatch(/<(?:img|script|link|iframe|form)|url\(|@import|src=/u);
    expect(await newest()).toMatchObject({ state: 'sent', attempts: 1, fault: null, text: null, maySend: false });
  });

  it('comes in one thread per request, without a reply address while nobody reads answers', async () => {
    const body = { ...GOOD_BODIES.createAccountHelp, email: 'thread@new.example' };
    expect((await attempt(test, 'createAccountHelp', { body })).statusCode).toBe(202);
    await test.runJobs();
    // Its text is forgotten here by now, so the link is taken from the mail itself.
    const token = /#(\S+)/u.exec(partsOf(server.taken[0] ?? { recipients: [], message: '' }).text)?.[1];
    expect((await attempt(test, 'confirmAccountHelp', { body: { token } })).statusCode).toBe(200);
    const { id } = await test.platform.db
      .selectFrom('app.requests')
      .select('id')
      .where('submitter_id', 'is not', null)
      .executeTakeFirstOrThrow();
    const engineer = await test.as('engineer@vendor.example');
    for (const text of ['First **answer**.', 'Second answer.']) {
      await engineer.createMessage({ params: { id }, body: { text } });
      await test.runJobs();
    }
    const answers = server.taken
      .filter(({ message }) => /^in-reply-to/imu.test(message))
      .map((mail) => headersOf(mail));
    expect(answers).toHaveLength(2);
    const [one, two] = answers;
    expect(one?.['in-reply-to']).toBe(two?.['in-reply-to']);
    expect(one?.['references']).toBe(one?.['in-reply-to']);
    expect(one?.['message-id']).not.toBe(two?.['message-id']);
    expect(one?.['subject']).toBe(two?.['subject']);
    expect(one).not.toHaveProperty('reply-to');
    const last = server.taken.find(({ message }) => message.includes('First'));
    expect(partsOf(last ?? { recipients: [], message: '' }).html).toContain('First <strong>answer</strong>.');
  });
});

describe('mail that is not taken', () => {
  it('is tried again, later each time, and says why', async () => {
    server.refuse(() => ({ code: 451, text: '4.7.1 Greylisted, come back later' }));
    await askForPassword();
    const first = await newest();
    expect(first).toMatchObject({ state: 'queued', attempts: 1, fault: 'postponed', bouncing: false, maySend: false });
    expect(first.error).toContain('Greylisted');
    expect(Date.parse(first.nextTryAt ?? '') - Date.now()).toBeGreaterThan(50_000);
    await test.runLaterJobs();
    const second = await newest();
    expect(second).toMatchObject({ state: 'queued', attempts: 2 });
    expect(Date.parse(second.nextTryAt ?? '') - Date.now()).toBeGreaterThan(290_000);
    server.refuse(() => null);
    await test.runLaterJobs();
    expect(await newest()).toMatchObject({ state: 'sent', attempts: 3, fault: null, error: null, nextTryAt: null });
    expect(server.taken).toHaveLength(1);
  });

  it('is given up after a day', async () => {
    server.refuseMails({ code: 452, text: 'Insufficient storage' });
    await askForPassword();
    for (let n = 0; n < 12; n += 1) await test.runLaterJobs();
    expect(await newest()).toMatchObject({ state: 'failed', attempts: 10, nextTryAt: null, maySend: true });
  });

  it('ends at once where the address is refused, which is remembered until mail is taken again', async () => {
    server.refuse(() => ({ code: 550, text: '5.1.1 No such mailbox' }));
    await askForPassword();
    await test.runLaterJobs();
    const mail = await newest();
    expect(mail).toMatchObject({ state: 'failed', attempts: 1, fault: 'address_refused', bouncing: true });
    expect((await (await test.as(ANNA)).getMe()).emailBouncing).toBe(true);
    const me = await (await test.as(ANNA)).getMe();
    const members = await (await test.as(ANNA)).listMembers({ params: { id: me.company?.id ?? '' } });
    expect(members.data.filter(({ emailBouncing }) => emailBouncing === true).map(({ email }) => email)).toEqual([
      ANNA,
    ]);
    const seen = await (await test.as('boris@acme.example')).listMembers({ params: { id: me.company?.id ?? '' } });
    expect(new Set(seen.data.map(({ emailBouncing }) => emailBouncing))).toEqual(new Set([null]));

    server.refuse(() => null);
    const again = await (await admin()).sendMailAgain({ params: { id: mail.id } });
    expect(again).toMatchObject({ state: 'queued', attempts: 0, fault: null, text: null });
    await test.runJobs();
    expect(await newest()).toMatchObject({ state: 'sent', bouncing: false });
    expect((await (await test.as(ANNA)).getMe()).emailBouncing).toBe(false);
  });

  it('ends at once where the mail itself is refused, without a word about the address', async () => {
    server.refuseMails({ code: 554, text: 'Looks like spam' });
    await askForPassword();
    expect(await newest()).toMatchObject({ state: 'failed', attempts: 1, fault: 'mail_refused', bouncing: false });
  });

  it('is not sent again once its text is gone, or while it waits', async () => {
    await askForPassword();
    const sent = await newest();
    await expect((await admin()).sendMailAgain({ params: { id: sent.id } })).rejects.toMatchObject({
      code: 'conflict',
    });
    server.refuse(() => ({ code: 451, text: 'later' }));
    await askForPassword('boris@acme.example');
    const waiting = await newest();
    await expect((await admin()).sendMailAgain({ params: { id: waiting.id } })).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

describe('the mail log', () => {
  it('is narrowed to a state and to a part of an address, and paged', async () => {
    await askForPassword();
    server.refuse(() => ({ code: 550, text: 'no' }));
    await askForPassword('boris@acme.example');
    await askForPassword('clara@globex.example');
    const client = await admin();
    const to = async (query: Parameters<typeof client.listMails>[0]) =>
      (await client.listMails(query)).data.map((mail) => mail.to);
    expect(await to({ query: { state: 'failed' } })).toEqual(['clara@globex.example', 'boris@acme.example']);
    expect(await to({ query: { to: 'ACME.example' } })).toEqual(['boris@acme.example', ANNA]);
    expect(await to({ query: { to: '%' } })).toEqual([]);
    expect(await to({ query: { state: 'sent', to: 'boris' } })).toEqual([]);
    const page = await client.listMails({ query: { state: 'failed', 'page[size]': 1 } });
    const after = new URL(page.links.next ?? '', 'http://localhost').searchParams.get('page[after]') ?? '';
    expect(await to({ query: { state: 'failed', 'page[size]': 1, 'page[after]': after } })).toEqual([
      'boris@acme.example',
    ]);
  });
});
