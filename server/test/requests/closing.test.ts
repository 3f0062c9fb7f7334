import { ApiError } from '@companyaccount/contract';
import type { Client } from '@companyaccount/contract/client';
import type { Request } from '@companyaccount/contract/requests';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestTasks } from '#features/requests/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, mailsTo, outsideRequest } from '../security/attack.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let test: TestApp;
let anna: Client;
let boris: Client;
let engineer: Client;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.as('anna@acme.example');
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
});
afterAll(() => test.close());

const file = async (desk: 'support' | 'lab' = 'support'): Promise<string> => {
  const kind = desk === 'support' ? 'malfunction' : 'cure';
  return (await boris.createRequest({ body: { desk, kind, severity: 2, subject: 'It stops', text: 'Again.' } })).id;
};
const show = (id: string, by = boris): Promise<Request> => by.getRequest({ params: { id } });
const ask = (id: string) =>
  engineer.createMessage({ params: { id }, body: { text: 'Which build?', thenStatus: 'waiting_for_customer' } });
const resolve = (id: string) =>
  engineer.setRequestStatus({ params: { id }, body: { status: 'resolved', resolution: 'fixed' } });
const close = (id: string, by = boris) => by.closeRequest({ params: { id } });
const reopen = (id: string, by = boris) => by.reopenRequest({ params: { id } });
const answer = (id: string, text = 'Here I am.', by = boris) => by.createMessage({ params: { id }, body: { text } });

/** The job of the calendar, as it runs at a moment. */
const calendarAt = async (at: Date): Promise<void> => {
  const task = requestTasks({ ...test.platform, clock: () => at }).find(({ name }) => name === 'requests.calendar');
  await task?.run({} as never, AbortSignal.any([]));
};
/** Lets time pass for one request. */
const age = async (id: string, days: number): Promise<void> => {
  const since = new Date(Date.now() - days * DAY);
  await test.platform.db.updateTable('app.requests').set({ status_since: since }).where('id', '=', id).execute();
};
const refused = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'allowed',
    (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
  );
const changes = async (id: string) =>
  (await engineer.listTimeline({ params: { id } })).data
    .filter(({ type }) => type !== 'assigned')
    .map(({ type, actor, to }) =>
      `${actor?.name ?? 'the calendar'}: ${type} ${type === 'reminded' ? '' : (to ?? '')}`.trim(),
    );

describe('its customer', () => {
  it('withdraws what is open, and takes that back', async () => {
    const id = await file('lab');
    expect(await close(id)).toMatchObject({
      status: 'closed',
      resolution: 'withdrawn',
      labStage: 'closed',
      promiseAt: null,
      waitingFor: null,
      actions: ['reply', 'reopen'],
    });
    expect(await refused(close(id))).toBe('transition_not_allowed');
    expect(await reopen(id)).toMatchObject({ status: 'open', resolution: null, labStage: 'with_analyst' });
    expect((await show(id)).promiseAt).not.toBeNull();
    expect(await changes(id)).toEqual([
      'Boris Belov: created',
      'Boris Belov: status_changed closed',
      'Boris Belov: status_changed open',
    ]);
  });

  it('closes what is resolved; the resolution stands', async () => {
    const id = await file();
    const { closesAt } = await resolve(id);
    expect(Date.parse(closesAt ?? '') - Date.now()).toBeGreaterThan(13.9 * DAY);
    expect(await close(id)).toMatchObject({ status: 'closed', resolution: 'fixed', closesAt: null });
    expect(await refused(close(id, engineer))).toBe('transition_not_allowed');
  });

  it('opens what was resolved or closed by a word', async () => {
    const id = await file();
    await resolve(id);
    await close(id);
    await age(id, 29);
    const message = await answer(id, 'It is back.');
    expect(message.requestId).toBe(id);
    expect(await show(id)).toMatchObject({ status: 'open', resolution: null, closesAt: null });
  });

  it('is whoever filed it or administers; colleagues only answer', async () => {
    const { cookie } = await addMember(test, { email: 'colleague@acme.example' });
    const colleague = test.client(cookie);
    const id = await file();
    expect((await show(id, colleague)).actions).toEqual(['reply', 'escalate']);
    expect(await refused(close(id, colleague))).toBe('forbidden');
    expect((await close(id, anna)).resolution).toBe('withdrawn');
    expect(await refused(reopen(id, colleague))).toBe('forbidden');
    // Their word opens it all the same.
    await answer(id, 'I have seen it too.', colleague);
    expect((await show(id)).status).toBe('open');
  });
});

describe('the vendor', () => {
  it('closes what is resolved, and opens it again for 30 days', async () => {
    const id = await file();
    expect(await refused(close(id, engineer))).toBe('transition_not_allowed');
    await resolve(id);
    expect(await close(id, engineer)).toMatchObject({
      status: 'closed',
      resolution: 'fixed',
      actions: ['reopen', 'merge'],
    });
    expect(await reopen(id, engineer)).toMatchObject({ status: 'open', resolution: null });
    await resolve(id);
    await close(id, engineer);
    await age(id, 31);
    expect((await show(id, engineer)).actions).toEqual([]);
    expect(await refused(reopen(id, engineer))).toBe('transition_not_allowed');
  });
});

describe('a word to what was closed long ago', () => {
  it('opens a new request, linked to the old one, about the same', async () => {
    const id = await file();
    await resolve(id);
    await close(id);
    await age(id, 31);
    expect((await show(id)).actions).toEqual(['follow_up']);
    expect(await refused(reopen(id))).toBe('transition_not_allowed');
    const key = 'once-and-for-all';
    const write = () =>
      boris.createMessage({ params: { id }, body: { text: 'A year later, again.' }, idempotencyKey: key });
    const { requestId } = await write();
    expect(requestId).not.toBe(id);
    expect((await write()).requestId).toBe(requestId);
    const [old, next] = [await show(id), await show(requestId)];
    expect(next).toMatchObject({
      status: 'new',
      subject: 'It stops',
      kind: 'malfunction',
      severity: 2,
      excerpt: 'A year later, again.',
      links: [{ kind: 'follow_up', direction: 'earlier', request: { id, number: old.number, status: 'closed' } }],
    });
    expect(old).toMatchObject({
      status: 'closed',
      messageCount: 1,
      links: [{ kind: 'follow_up', direction: 'later', request: { id: requestId, number: next.number } }],
    });
    expect((await changes(id)).at(-1)).toBe(`Boris Belov: linked ${next.number}`);
  });

  it('is heard by whoever heard of the old one', async () => {
    const { cookie } = await addMember(test, { email: 'following@acme.example' });
    const id = await file();
    await resolve(id);
    await close(id);
    await age(id, 40);
    const { requestId } = await answer(id, 'Again.', test.client(cookie));
    const { data } = await boris.listParticipants({ params: { id: requestId } });
    expect(data.map(({ name }) => name)).toEqual(['Boris Belov']);
  });

  it('shows a link only to whoever may see its other end', async () => {
    const acme = await companyId(test, 'Acme Logistics');
    const { db } = test.platform;
    const { cookie } = await addMember(test, { email: 'alone@acme.example' });
    const alone = test.client(cookie);
    const id = await file();
    const body = { desk: 'support', kind: 'update', subject: 'Mine', text: 'Mine alone.' } as const;
    const { id: other } = await alone.createRequest({ body });
    const linked = { request_id: other, other_id: id, company_id: acme, kind: 'related', created_at: new Date() };
    await db.insertInto('app.request_links').values(linked).execute();
    expect((await show(id)).links).toHaveLength(1);
    await db.updateTable('app.companies').set({ sharing: 'own' }).where('id', '=', acme).execute();
    expect((await show(id)).links).toEqual([]);
    expect((await show(other, alone)).links).toEqual([]);
    expect((await show(id, anna)).links).toHaveLength(1);
    await db.updateTable('app.companies').set({ sharing: 'company' }).where('id', '=', acme).execute();
  });

  it('is refused of the vendor, and of whoever holds only a link', async () => {
    const id = await file();
    await resolve(id);
    await close(id);
    await age(id, 31);
    expect(await refused(answer(id, 'Late.', engineer))).toBe('transition_not_allowed');
    const outside = await outsideRequest(test, 'late@new.example');
    const headers = { authorization: `Bearer ${outside.token}` };
    const say = () => attempt(test, 'createSubmissionMessage', { headers, body: { text: 'Late.' } });
    await resolve(outside.id);
    await close(outside.id, engineer);
    expect((await say()).statusCode).toBe(201);
    await resolve(outside.id);
    await close(outside.id, engineer);
    await age(outside.id, 31);
    expect((await say()).json().code).toBe('transition_not_allowed');
  });
});

describe('the calendar', () => {
  it('reminds the customer once, then closes for want of an answer', async () => {
    const id = await file();
    await ask(id);
    const { closesAt } = await show(id);
    const { step_at: remindAt } = await test.platform.db
      .selectFrom('app.requests')
      .select('step_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const reminded = remindAt ?? new Date(0);
    await calendarAt(new Date(reminded.getTime() - 1));
    expect(await changes(id)).toHaveLength(2);
    // Twice at one moment does it once.
    await Promise.all([calendarAt(reminded), calendarAt(reminded)]);
    await calendarAt(reminded);
    expect((await changes(id)).slice(2)).toEqual(['the calendar: reminded']);
    expect(await show(id)).toMatchObject({ status: 'waiting_for_customer', closesAt });
    await test.runLaterJobs();
    await calendarAt(new Date(Date.parse(closesAt ?? '')));
    await test.runLaterJobs();
    expect(await show(id)).toMatchObject({ status: 'closed', resolution: 'no_response', closesAt: null });
    expect((await changes(id)).at(-1)).toBe('the calendar: status_changed closed');
    const mails = (await mailsTo(test, 'boris@acme.example')).filter(({ text }) => text.includes(id));
    // Two of them were written in one go.
    const written = (words: string) => mails.filter(({ text }) => text.includes(words));
    expect(mails).toHaveLength(3);
    expect(written('waits for your answer')).toHaveLength(1);
    expect(written('cannot go on')).toHaveLength(1);
    expect(written('so the request is closed')).toHaveLength(1);
  });

  it('begins anew with whatever is said', async () => {
    const id = await file();
    await ask(id);
    const later = new Date(Date.now() + 8 * DAY);
    await calendarAt(later);
    expect((await changes(id)).at(-1)).toBe('the calendar: reminded');
    await answer(id);
    await ask(id);
    await calendarAt(new Date(Date.now() + 4 * DAY));
    expect(await show(id)).toMatchObject({ status: 'waiting_for_customer' });
    expect((await changes(id)).filter((line) => line.includes('reminded'))).toHaveLength(1);
  });

  it('closes what was resolved two weeks ago, without a mail', async () => {
    const [first, second] = [await file(), await file('lab')];
    for (const id of [first, second]) {
      await test.platform.db.updateTable('app.requests').set({ owner_id: null }).where('id', '=', id).execute();
    }
    await resolve(first);
    await test.runLaterJobs();
    const sent = (await mailsTo(test, 'boris@acme.example')).length;
    await calendarAt(new Date(Date.now() + 14 * DAY + HOUR));
    await test.runLaterJobs();
    expect(await show(first)).toMatchObject({ status: 'closed', resolution: 'fixed' });
    expect(await show(second)).toMatchObject({ status: 'new' });
    expect((await mailsTo(test, 'boris@acme.example')).slice(sent).filter(({ text }) => text.includes(first))).toEqual(
      [],
    );
  });

  it('writes to administrators where the author has left, and to whoever holds a link', async () => {
    const { id: personId, cookie } = await addMember(test, { email: 'leaving@acme.example' });
    const mine = await test.client(cookie).createRequest({
      body: { desk: 'support', kind: 'update', subject: 'Left behind', text: 'It does not update.' },
    });
    await ask(mine.id);
    await test.platform.db
      .updateTable('app.members')
      .set({ state: 'removed' })
      .where('person_id', '=', personId)
      .execute();
    const outside = await outsideRequest(test, 'patient@new.example');
    await ask(outside.id);
    await calendarAt(new Date(Date.now() + 8 * DAY));
    await test.runLaterJobs();
    const reminders = async (email: string) =>
      (await mailsTo(test, email)).map(({ text }) => text).filter((text) => text.includes('cannot go on'));
    expect(await reminders('leaving@acme.example')).toEqual([]);
    expect(await reminders('anna@acme.example')).toContainEqual(expect.stringContaining('Left behind'));
    expect(await reminders('patient@new.example')).toEqual([expect.stringContaining('/track#')]);
  });
});
