import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sendDigests } from '../../src/features/notifications/send-digests.ts';
import { HOURLY_MAX } from '../../src/features/notifications/tell-people.ts';
import { headersOf, type MailServer, partsOf, startMailServer, type TakenMail } from '../harness/mail-server.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId } from '../security/attack.ts';

const ANNA = 'anna@acme.example';
const BORIS = 'boris@acme.example';
const ENGINEER = 'engineer@vendor.example';
let test: TestApp;
let server: MailServer;
beforeAll(async () => {
  server = await startMailServer();
  test = await startTestApp({
    config: {
      smtpUrl: server.url,
      mailFrom: 'Vendor <care@vendor.example>',
      mailDomain: 'reply.vendor.example',
    },
  });
  await test.runLaterJobs();
});
afterAll(async () => {
  await test.close();
  await server.close();
});
beforeEach(async () => {
  await test.runLaterJobs();
  server.taken.length = 0;
  const { db } = test.platform;
  await db.deleteFrom('app.throttles').execute();
  await db.deleteFrom('app.notification_settings').execute();
  await db.deleteFrom('app.digest_entries').execute();
});

/** A new request of Boris; what its filing tells anybody is out of the way. */
async function file(more: { subject?: string; text?: string } = {}): Promise<string> {
  const body = {
    desk: 'support',
    kind: 'malfunction',
    subject: 'It stops',
    text: 'The service stops.',
    ...more,
  } as const;
  return (await (await test.as(BORIS)).createRequest({ body })).id;
}
async function answer(id: string, text: string, more = {}): Promise<string> {
  return (await (await test.as(ENGINEER)).createMessage({ params: { id }, body: { text, ...more } })).id;
}
async function addParticipant(id: string, email: `${string}@acme.example`): Promise<void> {
  const { id: person_id } = await (await test.as(email)).getMe();
  const company_id = await companyId(test, 'Acme Logistics');
  await test.platform.db
    .insertInto('app.request_participants')
    .values({ request_id: id, person_id, company_id, added_at: new Date() })
    .execute();
}
const sent = async (): Promise<TakenMail[]> => {
  await test.runLaterJobs();
  return server.taken;
};
const recipients = async () => (await sent()).flatMap((mail) => mail.recipients).toSorted();
const choose = async (email: typeof BORIS | typeof ENGINEER, event: 'answer' | 'message', mail: 'daily' | 'never') =>
  (await test.as(email)).putNotifications({ body: { settings: [{ event, mail }] } });
/** Sends the daily mails as of a time. */
const digestsAt = async (at: Date) => {
  await sendDigests({ ...test.platform, clock: () => at });
  await test.runLaterJobs();
};
const TOMORROW = () => new Date(Date.now() + 2 * 86_400_000);

describe('mail about a request', () => {
  it('carries the answer, the promise and the way to answer, in one thread', async () => {
    const id = await file();
    await answer(id, 'Please **restart** it.\n\n<b>now</b>');
    const [mail] = await sent();
    await answer(id, 'Or else update.');
    const [, second] = await sent();
    expect(mail?.recipients).toEqual([BORIS]);
    const [one, two] = [mail, second].map((taken) => headersOf(taken ?? { recipients: [], message: '' }));
    expect(one?.['subject']).toMatch(/^\[TS-\d+\] It stops$/u);
    expect(one).toMatchObject({
      'auto-submitted': 'auto-generated',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    });
    expect(one?.['list-unsubscribe']).toMatch(/^<http:\/\/localhost\/unsubscribe\/[\w.-]+>$/u);
    expect(one?.['reply-to']).toMatch(/^r\+[a-z2-7]{26}\.[a-z2-7]{26}@reply\.vendor\.example$/u);
    expect(one?.['message-id']).toMatch(/^<r\.[a-z2-7]{26}\.[a-z2-7]{52}\.[a-z2-7]{26}@reply\.vendor\.example>$/u);
    expect(two?.['in-reply-to']).toBe(one?.['in-reply-to']);
    expect(two?.['references']).toBe(one?.['references']);
    expect(two?.['message-id']).not.toBe(one?.['message-id']);
    const { text, html } = partsOf(mail ?? { recipients: [], message: '' });
    expect(text).toContain('Please **restart** it.\n\n<b>now</b>');
    expect(text).toMatch(/We write again by .+ at the latest\./u);
    expect(text).toContain(`http://localhost/requests/${id}`);
    expect(text).toContain('You can answer this mail');
    expect(html).toContain('Please <strong>restart</strong> it.');
    expect(html).toContain('&lt;b&gt;now&lt;/b&gt;');
    expect(html).toContain(`href="http://localhost/requests/${id}"`);
    expect(html).not.toMatch(/<(?:img|script|link|iframe|form)|url\(|@import|src=/u);
  });

  it('tells what was asked, solved and opened again, and nobody what they did themselves', async () => {
    const id = await file();
    await answer(id, 'Which version is it?', { thenStatus: 'waiting_for_customer' });
    expect(partsOf((await sent())[0] ?? { recipients: [], message: '' }).text).toContain('waits for your answer');
    await (await test.as(BORIS)).createMessage({ params: { id }, body: { text: 'Version 12.' } });
    expect((await sent()).slice(1).flatMap((mail) => mail.recipients)).toEqual([ENGINEER]);
    await answer(id, 'Fixed in 12.1.', { thenStatus: 'resolved', resolution: 'fixed' });
    const solved = partsOf((await sent())[2] ?? { recipients: [], message: '' }).text;
    expect(solved).toContain('Fixed in 12.1.');
    expect(solved).toContain('With this, the request is resolved.');
    await (await test.as(ENGINEER)).setRequestStatus({ params: { id }, body: { status: 'open' } });
    expect(partsOf((await sent())[3] ?? { recipients: [], message: '' }).text).toContain('is open again');
    expect(await recipients()).toEqual([BORIS, BORIS, BORIS, ENGINEER]);
  });

  it('reaches participants, and each in their language and time zone', async () => {
    const id = await file();
    await addParticipant(id, ANNA);
    const anna = await test.as(ANNA);
    const { version } = await anna.getMe();
    await anna.patchMe({ body: { language: 'ru', timeZone: 'Asia/Vladivostok' }, version });
    await answer(id, 'Please wait.');
    const mails = await sent();
    const toAnna = mails.find((mail) => mail.recipients.includes(ANNA));
    expect(partsOf(toAnna ?? { recipients: [], message: '' }).text).toMatch(/^Здравствуйте, Anna/u);
    expect(partsOf(toAnna ?? { recipients: [], message: '' }).text).toContain('Мы напишем снова не позднее');
    expect(partsOf(toAnna ?? { recipients: [], message: '' }).html).toContain('<html lang="ru">');
    expect(await recipients()).toEqual([ANNA, BORIS]);
    server.taken.length = 0;
    await anna.createMessage({ params: { id }, body: { text: 'Мы ждём.' } });
    expect(await recipients()).toEqual([BORIS, ENGINEER]);
    await anna.patchMe({ body: { language: 'en', timeZone: 'UTC' }, version: version + 1 });
  });

  it('tells somebody that they were added, and nobody else', async () => {
    const { id: personId } = await (await test.as(ANNA)).getMe();
    const body = {
      desk: 'support',
      kind: 'update',
      subject: 'With Anna',
      text: 'Look.',
      participants: [personId],
    } as const;
    await (await test.as(BORIS)).createRequest({ body: { ...body, participants: [personId] } });
    expect(await recipients()).toEqual([ANNA]);
    const id = await file();
    await (await test.as(ENGINEER)).addParticipant({ params: { id }, body: { personId } });
    expect(await recipients()).toEqual([ANNA, ANNA]);
    expect(partsOf(server.taken[1] ?? { recipients: [], message: '' }).text).toContain('has added you to');
  });

  it('tells staff what was given to them by somebody else', async () => {
    const id = await file();
    const { id: personId } = await (await test.as(ENGINEER)).getMe();
    await (await test.as('lead@vendor.example')).assignRequest({ params: { id }, body: { personId } });
    expect(await recipients()).toEqual([ENGINEER]);
    expect(partsOf(server.taken[0] ?? { recipients: [], message: '' }).text).toContain(`/desk/${id}`);
    server.taken.length = 0;
    await (await test.as('lead@vendor.example')).assignRequest({ params: { id }, body: { personId: null } });
    await (await test.as(ENGINEER)).assignRequest({ params: { id }, body: { personId } });
    expect(await recipients()).toEqual([]);
  });

  it('is not written to whoever read it within the minute', async () => {
    const id = await file();
    await addParticipant(id, ANNA);
    await answer(id, 'Seen at once.');
    await (await test.as(BORIS)).markRequestRead({ params: { id } });
    expect(await recipients()).toEqual([ANNA]);
  });

  it('never carries an internal note, and goes to nobody who may not see the request or never confirmed', async () => {
    const id = await file();
    await answer(id, 'secret remark', { visibility: 'internal' });
    const gone = await addMember(test, { email: 'gone@acme.example' });
    const unsure = await addMember(test, { email: 'unsure@acme.example' });
    for (const email of ['gone@acme.example', 'unsure@acme.example'] as const) await addParticipant(id, email);
    const { db } = test.platform;
    await answer(id, 'public answer');
    await db.updateTable('app.members').set({ state: 'removed' }).where('person_id', '=', gone.id).execute();
    await db.updateTable('auth.people').set({ email_verified: false }).where('id', '=', unsure.id).execute();
    expect(await recipients()).toEqual([BORIS]);
    for (const { message } of server.taken) expect(message).not.toContain('secret remark');
  });

  it('asks for answers in the portal where nobody reads mail', async () => {
    const silent = await startTestApp({ config: { smtpUrl: server.url } });
    try {
      const boris = await silent.as(BORIS);
      const body = { desk: 'support', kind: 'update', subject: 'No replies', text: 'Does it?' } as const;
      const { id } = await boris.createRequest({ body });
      await (await silent.as(ENGINEER)).createMessage({ params: { id }, body: { text: 'No.' } });
      await silent.runLaterJobs();
      const mail = server.taken.find(({ message }) => message.includes('No replies')) ?? {
        recipients: [],
        message: '',
      };
      expect(headersOf(mail)).not.toHaveProperty('reply-to');
      expect(partsOf(mail).text).toContain('Please answer in the portal');
    } finally {
      await silent.close();
    }
  });
});

describe('what a person chooses', () => {
  it('is everything at once until chosen otherwise, and each side has its own events', async () => {
    const { settings } = await (await test.as(BORIS)).getNotifications();
    expect(new Set(settings.map(({ mail }) => mail))).toEqual(new Set(['at_once']));
    expect(settings.map(({ event }) => event)).not.toContain('assigned');
    const staff = await (await test.as(ENGINEER)).getNotifications();
    expect(staff.settings.map(({ event }) => event)).toEqual(['assigned', 'message']);
    await expect(
      (await test.as(BORIS)).putNotifications({ body: { settings: [{ event: 'assigned', mail: 'never' }] } }),
    ).rejects.toMatchObject({ code: 'validation_failed', fields: [{ pointer: '/settings/0/event' }] });
    expect((await choose(BORIS, 'answer', 'never')).settings).toContainEqual({ event: 'answer', mail: 'never' });
  });

  it('never keeps a kind of mail away, and no mail about sign-in', async () => {
    await choose(BORIS, 'answer', 'never');
    await answer(await file(), 'Unseen.');
    expect(await recipients()).toEqual([]);
    await attempt(test, 'requestPasswordReset', { body: { email: BORIS } });
    expect(await recipients()).toEqual([BORIS]);
  });

  it('gathers a day’s news in one mail at eight, without what was read meanwhile', async () => {
    await choose(BORIS, 'answer', 'daily');
    const [read, unread] = [
      await file({ subject: 'Read meanwhile' }),
      await file({ subject: 'Still *unread* [x](y)' }),
    ];
    await answer(read, 'One.');
    await answer(unread, 'Two.');
    await answer(unread, 'Three.');
    expect(await recipients()).toEqual([]);
    await (await test.as(BORIS)).markRequestRead({ params: { id: read } });
    await digestsAt(new Date());
    expect(server.taken).toEqual([]);
    await digestsAt(TOMORROW());
    expect(server.taken.map((mail) => mail.recipients)).toEqual([[BORIS]]);
    const { text, html } = partsOf(server.taken[0] ?? { recipients: [], message: '' });
    expect(text).toContain('Still *unread* [x](y)');
    expect(text).toMatch(/has answered: Two\.\n- .+ has answered: Three\./u);
    expect(text).not.toContain('Read meanwhile');
    expect(html).toContain('Still *unread* [x](y)</strong></a>');
    await digestsAt(TOMORROW());
    expect(server.taken).toHaveLength(1);
  });

  it('sends no empty daily mail, and none about requests that are no longer the reader’s', async () => {
    await choose(BORIS, 'answer', 'daily');
    const id = await file();
    await answer(id, 'Soon read.');
    await test.runLaterJobs();
    await (await test.as(BORIS)).markRequestRead({ params: { id } });
    await digestsAt(TOMORROW());
    expect(server.taken).toEqual([]);
    expect(await test.platform.db.selectFrom('app.digest_entries').selectAll().execute()).toEqual([]);
  });

  it('is cut off above so many mails an hour; the rest waits for the daily one', async () => {
    const id = await file();
    for (let n = 0; n < HOURLY_MAX + 3; n += 1) await answer(id, `Answer ${n}.`);
    expect(await recipients()).toHaveLength(HOURLY_MAX);
    server.taken.length = 0;
    await digestsAt(TOMORROW());
    expect(server.taken).toHaveLength(1);
    expect(partsOf(server.taken[0] ?? { recipients: [], message: '' }).text.match(/^- /gmu)).toHaveLength(3);
  });
});

describe('the link that stops mails', () => {
  const link = async () => {
    await answer(await file(), 'Stop me.');
    const mail = (await sent()).at(-1) ?? { recipients: [], message: '' };
    return /\/unsubscribe\/([\w.-]+)>/u.exec(headersOf(mail)['list-unsubscribe'] ?? '')?.[1] ?? '';
  };

  it('works by one click without a session, twice without harm, for its kind alone', async () => {
    const token = await link();
    const asked = await attempt(test, 'getUnsubscription', { params: { token } });
    expect(asked.json()).toEqual({ event: 'answer', mail: 'at_once' });
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const stopped = await attempt(test, 'unsubscribe', {
        params: { token },
        headers: { 'content-type': type },
        body: 'List-Unsubscribe=One-Click',
      });
      expect(stopped.statusCode).toBe(204);
    }
    const { settings } = await (await test.as(BORIS)).getNotifications();
    expect(settings.filter(({ mail }) => mail === 'never')).toEqual([{ event: 'answer', mail: 'never' }]);
  });

  it('does nothing when opened, and nothing when forged, cut or old', async () => {
    const token = await link();
    expect((await test.app.inject({ method: 'GET', url: `/unsubscribe/${token}` })).statusCode).not.toBe(204);
    const forged = [
      token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A'),
      `B${token.slice(1)}`,
      token.split('.')[0] ?? '',
      `${'x'.repeat(28)}.${'y'.repeat(43)}`,
    ];
    for (const one of forged) {
      const refused = await attempt(test, 'unsubscribe', { params: { token: one } });
      expect([410, 422]).toContain(refused.statusCode);
    }
    const { settings } = await (await test.as(BORIS)).getNotifications();
    expect(settings.some(({ mail }) => mail === 'never')).toBe(false);
  });

  it('ends all that the daily mail holds', async () => {
    await choose(BORIS, 'answer', 'daily');
    await choose(BORIS, 'message', 'daily');
    await answer(await file(), 'In the daily mail.');
    await test.runLaterJobs();
    await digestsAt(TOMORROW());
    const header = headersOf(server.taken[0] ?? { recipients: [], message: '' })['list-unsubscribe'] ?? '';
    const token = /\/unsubscribe\/([\w.-]+)>/u.exec(header)?.[1] ?? '';
    expect((await attempt(test, 'unsubscribe', { params: { token } })).statusCode).toBe(204);
    const { settings } = await (await test.as(BORIS)).getNotifications();
    expect(settings.filter(({ mail }) => mail === 'never').map(({ event }) => event)).toEqual(['answer', 'message']);
  });
});
