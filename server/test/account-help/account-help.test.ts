import { activationCodeCheckCharacter } from '@companyaccount/contract/activation-code';
import type { Client } from '@companyaccount/contract/client';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import {
  addMember,
  askForHelp,
  attempt,
  companyId,
  mailsTo,
  outsideRequest,
  unclaimedCodes,
} from '../security/attack.ts';

let test: TestApp;
let engineer: Client;
beforeAll(async () => {
  test = await startTestApp();
  engineer = await test.as('engineer@vendor.example');
});
afterAll(() => test.close());

const byLink = (token: string) => ({ authorization: `Bearer ${token}` });
const tracked = async (token: string) => (await attempt(test, 'getSubmission', { headers: byLink(token) })).json();
const messagesBy = async (token: string) =>
  (await attempt(test, 'listSubmissionMessages', { headers: byLink(token) })).json().data;
const say = (token: string, text: string, headers: Record<string, string> = {}) =>
  attempt(test, 'createSubmissionMessage', { body: { text }, headers: { ...byLink(token), ...headers } });

describe('a call for help', () => {
  it('is filed when its address is confirmed, and not before', async () => {
    const count = async () => (await test.platform.db.selectFrom('app.requests').select('id').execute()).length;
    const before = await count();
    const token = await askForHelp(test, 'nina@new.example', {
      name: ' Nina Neu ',
      companyName: 'Neu AG',
    });
    expect(await count()).toBe(before);
    const answer = await attempt(test, 'confirmAccountHelp', { body: { token } });
    expect(answer.json()).toEqual({
      number: expect.stringMatching(/^TS-\d+$/u),
      trackingToken: expect.stringMatching(/^[\w-]{22}\.[\w-]{43}$/u),
    });
    expect(await count()).toBe(before + 1);
    expect((await attempt(test, 'confirmAccountHelp', { body: { token } })).statusCode).toBe(410);
    // What was written is kept in the request alone.
    expect(await test.platform.db.selectFrom('app.account_help_forms').selectAll().execute()).toEqual([]);
  });

  it('stands in the queue of Technical Support, with the person and without a company', async () => {
    const { id } = await outsideRequest(test, 'olga@new.example', { name: 'Ольга', language: 'ru' });
    const listed = (await engineer.listRequests({ query: { desk: 'support', owner: 'nobody' } })).data;
    expect(listed.find((one) => one.id === id)).toMatchObject({
      kind: 'account',
      company: null,
      subject: 'Помощь с учётной записью: Ольга',
      author: { name: 'Ольга', side: 'customer' },
      unread: true,
    });
    expect(await engineer.getRequest({ params: { id } })).toMatchObject({
      submitter: { name: 'Ольга', email: 'olga@new.example', language: 'ru', confirmed: true },
      language: 'ru',
      promisePaused: false,
    });
    // The desk finds it by the person's name and address, and by its words.
    for (const q of ['Ольга', 'olga@new', 'cannot get']) {
      const { data } = await engineer.listRequests({ query: { q } });
      expect(
        data.map((one) => one.id),
        q,
      ).toContain(id);
    }
    const timeline = (await engineer.listTimeline({ params: { id } })).data;
    expect(timeline).toMatchObject([{ type: 'created', actor: { name: 'Ольга' } }]);
  });

  it('is promised what the setting says, but never sooner than the longest target of any plan', async () => {
    const { id } = await outsideRequest(test, 'waits@new.example');
    const hours = async (of: string) => {
      const { promiseAt, createdAt } = await engineer.getRequest({ params: { id: of } });
      return (Date.parse(promiseAt ?? '') - Date.parse(createdAt)) / 3_600_000;
    };
    expect(await hours(id)).toBe(72);
    const { db } = test.platform;
    await db
      .updateTable('app.support_plans')
      .set((eb) => ({
        targets: JSON.stringify({ 4: { first: 60, next: 6000 } }),
        calendar_id: eb.selectFrom('app.calendars').select('id').where('built_in', '=', true),
      }))
      .execute();
    expect(await hours((await outsideRequest(test, 'longer@new.example')).id)).toBe(100);
  });

  it('tells the desk, and nobody else, what the typed code is worth', async () => {
    const [unclaimed = ''] = await unclaimedCodes(test);
    const mistyped = `${unclaimed.slice(0, -1)}${unclaimed.endsWith('0') ? '1' : '0'}`;
    const given = {
      mistyped,
      unknown: `${'A'.repeat(19)}${activationCodeCheckCharacter('A'.repeat(19))}`,
      unclaimed: unclaimed.toLowerCase(),
    };
    for (const [state, activationCode] of Object.entries(given)) {
      const { id } = await outsideRequest(test, `${state}@new.example`, { activationCode });
      const found = await engineer.getAccountCase({ params: { id } });
      expect(found.code, state).toMatchObject({ state, hint: expect.stringMatching(/^[0-9A-Z]{5}$/u) });
    }
    const { db } = test.platform;
    const acme = await companyId(test, 'Acme Logistics');
    const { id } = await outsideRequest(test, 'claimed@new.example', { activationCode: unclaimed });
    const { license_id } = await db
      .selectFrom('app.account_cases')
      .select('license_id')
      .where('request_id', '=', id)
      .executeTakeFirstOrThrow();
    await db.updateTable('app.licenses').set({ company_id: acme }).where('id', '=', license_id).execute();
    expect(await engineer.getAccountCase({ params: { id } })).toMatchObject({
      reason: 'account_help',
      code: { state: 'claimed', serial: expect.any(String) },
      companies: [{ id: acme, name: 'Acme Logistics', through: 'code' }],
    });
  });

  it('is connected with the companies of the confirmed address', async () => {
    await addMember(test, { email: 'stuck@acme.example' });
    const { id } = await outsideRequest(test, 'stuck@acme.example');
    expect((await engineer.getAccountCase({ params: { id } })).companies).toMatchObject([
      { name: 'Acme Logistics', through: 'membership' },
    ]);
  });

  it('is written to no more than three times a day, with the same answer', async () => {
    for (let n = 0; n < 5; n += 1) {
      const body = { name: 'N', email: 'often@new.example', text: 'Help.', language: 'en' };
      expect((await attempt(test, 'createAccountHelp', { body })).json()).toEqual({ status: 'confirmation_sent' });
    }
    expect(await mailsTo(test, 'often@new.example')).toHaveLength(3);
  });

  it('vanishes when it is not confirmed within 48 hours', async () => {
    const token = await askForHelp(test, 'late@new.example');
    const { db } = test.platform;
    const { expires_at: end, created_at: begin } = await db
      .selectFrom('app.account_help_forms')
      .selectAll()
      .where('email', '=', 'late@new.example')
      .executeTakeFirstOrThrow();
    expect(end.getTime() - begin.getTime()).toBe(48 * 3_600_000);
    await db.updateTable('app.account_help_forms').set({ expires_at: new Date() }).execute();
    expect((await attempt(test, 'confirmAccountHelp', { body: { token } })).statusCode).toBe(410);
  });
});

describe('the dialogue over the tracking link', () => {
  it('carries the vendor’s public answers out by mail, once, and the person’s words back', async () => {
    const { id, token } = await outsideRequest(test, 'paul@new.example', { name: 'Paul' });
    expect(await tracked(token)).toMatchObject({ status: 'new', name: 'Paul', mayReply: true });
    const body = { text: 'Which company is it?\nPlease say.', thenStatus: 'waiting_for_customer' as const };
    const { id: messageId } = await engineer.createMessage({ params: { id }, body });
    await engineer.createMessage({ params: { id }, body: { text: 'Looks odd to me.', visibility: 'internal' } });
    const mails = await mailsTo(test, 'paul@new.example');
    expect(mails.map(({ template }) => template)).toEqual(['account_help_confirmation', 'request_answered']);
    expect(mails[1]?.subject).toMatch(/^\[TS-\d+\] Help with an account: Paul$/u);
    expect(mails[1]?.text).toContain('Which company is it?\nPlease say.\n');
    expect(mails[1]?.text).toContain(`/track#${token}`);
    // The job may run again.
    const news = { id: messageId, requestId: id, event: 'question', messageId, actorId: null, at: new Date() };
    await sql`select app.enqueue('request.tell', ${JSON.stringify(news)}::json)`.execute(test.platform.db);
    expect(await mailsTo(test, 'paul@new.example')).toHaveLength(2);

    expect(await messagesBy(token)).toMatchObject([
      { author: { name: 'Paul', side: 'customer' }, text: 'I cannot get in.' },
      { author: { name: 'Erik Engineer', side: 'vendor' }, text: 'Which company is it?\nPlease say.' },
    ]);
    const answer = await say(token, 'It is Acme.');
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ author: { name: 'Paul', side: 'customer' }, text: 'It is Acme.' });
    expect(await engineer.getRequest({ params: { id } })).toMatchObject({
      status: 'open',
      lastMessageSide: 'customer',
      excerpt: 'It is Acme.',
      unread: true,
      messageCount: 3,
    });
    const thread = (await engineer.listMessages({ params: { id } })).data;
    expect(thread.at(-1)).toMatchObject({ author: { name: 'Paul', side: 'customer' }, text: 'It is Acme.' });
    const timeline = (await engineer.listTimeline({ params: { id } })).data;
    expect(timeline.at(-1)).toMatchObject({ type: 'status_changed', to: 'open', actor: { name: 'Paul' } });
  });

  it('writes a repeated message once, and a file the person could not open never', async () => {
    const { id, token } = await outsideRequest(test, 'rita@new.example');
    const key = { 'idempotency-key': 'the-same-message' };
    const [one, two] = [await say(token, 'Once.', key), await say(token, 'Once.', key)];
    expect(two.json()).toEqual(one.json());
    expect(await messagesBy(token)).toHaveLength(2);
    expect((await say(token, 'Otherwise.', key)).statusCode).toBe(409);
    const upload = '019a0000-0000-7000-8000-000000000000';
    const withFile = { text: 'See the file.', uploads: [upload] };
    await expect(engineer.createMessage({ params: { id }, body: withFile })).rejects.toMatchObject({
      code: 'validation_failed',
    });
  });

  it('takes no words 30 days after the request was closed, and ends 180 days after', async () => {
    const { id, token } = await outsideRequest(test, 'sven@new.example');
    const { db } = test.platform;
    const close = (daysAgo: number) =>
      db
        .updateTable('app.requests')
        .set({ status: 'closed', status_since: new Date(Date.now() - daysAgo * 86_400_000) })
        .where('id', '=', id)
        .execute();
    await close(29);
    expect(await tracked(token)).toMatchObject({ status: 'closed', mayReply: true });
    await close(179);
    expect(await tracked(token)).toMatchObject({ status: 'closed', mayReply: false });
    expect((await say(token, 'Too late.')).json().code).toBe('transition_not_allowed');
    await close(181);
    expect((await attempt(test, 'getSubmission', { headers: byLink(token) })).json().code).toBe('link_expired');
  });

  it('goes on page by page', async () => {
    const { token } = await outsideRequest(test, 'tara@new.example');
    for (const text of ['Two', 'Three']) await say(token, text);
    const first = await attempt(test, 'listSubmissionMessages', { query: { 'page[size]': 2 }, headers: byLink(token) });
    const next = await test.app.inject({ method: 'GET', url: first.json().links.next, headers: byLink(token) });
    expect([...first.json().data, ...next.json().data].map(({ text }) => text)).toEqual([
      'I cannot get in.',
      'Two',
      'Three',
    ]);
  });
});
