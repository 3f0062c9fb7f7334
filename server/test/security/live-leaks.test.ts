// What leaks beside the front door: the live channel, counters, numbers. A stream carries nothing of another company, no
// internal note, and under sharing `own` nothing of a colleague; it ends with the right to hear it.
// Seen as: CVE-2023-45024 (RT), GHSA-gh3r-jh6q-wrvj (FreeScout).
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Doing } from '@companyaccount/contract/presence';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { emit } from '#platform/db/emit.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, fileRequest } from './attack.ts';
import { type LiveReader, openStream } from '../harness/live-reader.ts';

let test: TestApp;
let address: string;
const open: LiveReader[] = [];
beforeAll(async () => {
  test = await startTestApp();
  address = await test.listen();
});
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});
afterAll(() => test.close());

const listen = async (cookie: string, headers: Record<string, string> = {}) => {
  const stream = await openStream(address, cookie, headers);
  open.push(stream);
  return stream;
};
const changes = (stream: LiveReader) => stream.events.filter(({ name }) => name === 'change').map(({ data }) => data);
const about =
  (id: string) =>
  ({ data }: { data: Record<string, unknown> }) =>
    data['requestId'] === id;

it('tells nothing of one company to another, nothing of requests to the operator, nothing of mail to customers', async () => {
  const clara = await listen(await test.signIn('clara@globex.example'));
  const anna = await listen(await test.signIn('anna@acme.example'));
  const admin = await listen(await test.signIn('admin@vendor.example'));
  const pending = await listen((await addMember(test, { email: 'pending@acme.example', state: 'pending' })).cookie);
  const request = await fileRequest(test);
  await transact(test.platform.db, SYSTEM, (tx) => emit(tx, 'mail_logged', {}));
  await anna.hear(about(request));
  await admin.hear(({ data }) => data['type'] === 'mail_logged');
  // Their own events arrive, so the silence about the others means something.
  const own = await fileRequest(test, await test.signIn('clara@globex.example'));
  await clara.hear(about(own));
  expect(changes(clara)).toEqual([expect.objectContaining({ requestId: own })]);
  expect(changes(anna).every(({ requestId }) => requestId === request)).toBe(true);
  expect(changes(admin).every(({ type }) => type === 'mail_logged')).toBe(true);
  expect(changes(pending)).toEqual([]);
});

it('carries ids and never content', async () => {
  const anna = await listen(await test.signIn('anna@acme.example'));
  const request = await fileRequest(test, undefined, 'A secret subject');
  await anna.hear(about(request));
  expect(JSON.stringify(anna.events)).not.toContain('secret');
  for (const change of changes(anna))
    expect(Object.keys(change).every((key) => ['id', 'type', 'requestId', 'desk'].includes(key))).toBe(true);
});

it('tells a customer that somebody answers, never who, nor of notes, nor who looks; and others nothing', async () => {
  const request = await fileRequest(test);
  const anna = await listen(await test.signIn('anna@acme.example'));
  const clara = await listen(await test.signIn('clara@globex.example'));
  const admin = await listen(await test.signIn('admin@vendor.example'));
  const lead = await listen(await test.signIn('lead@vendor.example'));
  const engineer = await test.as('engineer@vendor.example');
  const doing = (what: Doing) => engineer.reportPresence({ body: { requestId: request, doing: what } });
  for (const what of ['reading', 'noting', 'answering', 'noting', 'gone'] as const) await doing(what);
  await lead.hear(({ name, data }) => name === 'presence' && data['doing'] === 'gone');
  expect(lead.events.filter(({ name }) => name === 'presence').map(({ data }) => data['doing'])).toEqual([
    'reading',
    'noting',
    'answering',
    'noting',
    'gone',
  ]);
  const moments = ({ events }: LiveReader) => events.filter(({ name }) => name === 'presence' || name === 'answering');
  expect(moments(anna)).toEqual([
    { name: 'answering', id: null, data: { requestId: request, answering: true } },
    { name: 'answering', id: null, data: { requestId: request, answering: false } },
  ]);
  expect(moments(clara)).toEqual([]);
  expect(moments(admin)).toEqual([]);
  // Nothing of it is stored, so nothing is repeated to whoever resumes.
  const resumed = await listen(await test.signIn('anna@acme.example'), { 'last-event-id': '1' });
  await resumed.hear(({ name }) => name === 'reset' || name === 'change');
  expect(moments(resumed)).toEqual([]);
});

it('under sharing `own` tells only those who take part that somebody answers', async () => {
  const { db } = test.platform;
  const acme = await companyId(test, 'Acme Logistics');
  await db.updateTable('app.companies').set({ sharing: 'own' }).where('id', '=', acme).execute();
  const boris = await test.signIn('boris@acme.example');
  const stream = await listen(boris);
  const hers = await fileRequest(test);
  const his = await fileRequest(test, boris);
  const engineer = await test.as('engineer@vendor.example');
  for (const requestId of [hers, his]) await engineer.reportPresence({ body: { requestId, doing: 'answering' } });
  await stream.hear(({ name, data }) => name === 'answering' && data['requestId'] === his);
  expect(JSON.stringify(stream.events)).not.toContain(hers);
  await db.updateTable('app.companies').set({ sharing: 'company' }).where('id', '=', acme).execute();
});

it('takes no report of presence from whoever is not staff, nor about what is not there', async () => {
  const request = await fileRequest(test);
  const body = { requestId: request, doing: 'answering' };
  const lead = await listen(await test.signIn('lead@vendor.example'));
  const by = async (email: string) => ({ cookie: await test.signIn(email) });
  expect((await attempt(test, 'reportPresence', { ...(await by('anna@acme.example')), body })).statusCode).toBe(403);
  expect((await attempt(test, 'reportPresence', { ...(await by('admin@vendor.example')), body })).statusCode).toBe(403);
  const engineer = await by('engineer@vendor.example');
  const nowhere = { ...body, requestId: '01a206f7-0000-7000-8000-000000000000' };
  expect((await attempt(test, 'reportPresence', { ...engineer, body: nowhere })).statusCode).toBe(404);
  expect((await attempt(test, 'reportPresence', { ...engineer, body })).statusCode).toBe(204);
  await lead.hear(({ name }) => name === 'presence');
  const client = await test.as('lead@vendor.example');
  expect((await client.listPresence({ query: { desk: 'lab' } })).data).toEqual([]);
  const here = (await client.listPresence({ query: { desk: 'support' } })).data;
  expect(here).toContainEqual(expect.objectContaining({ requestId: request, doing: 'answering' }));
});

it('says nothing of internal notes to a customer: not live, not in counters, not in the request', async () => {
  const request = await fileRequest(test);
  const cookie = await test.signIn('anna@acme.example');
  const client = await test.as('anna@acme.example');
  const engineer = await test.as('engineer@vendor.example');
  const anna = await listen(cookie);
  const desk = await listen(await test.signIn('lead@vendor.example'));
  const before = await client.getRequest({ params: { id: request } });
  await engineer.createMessage({ params: { id: request }, body: { text: 'Between us.', visibility: 'internal' } });
  await desk.hear(about(request));
  await engineer.createMessage({ params: { id: request }, body: { text: 'Hello.' } });
  await anna.hear(about(request));
  expect(changes(anna)).toHaveLength(1);
  const after = await client.getRequest({ params: { id: request } });
  expect(after.messageCount).toBe(before.messageCount + 1);
  expect(after.excerpt).toBe('Hello.');
  const seen = [
    await client.listMessages({ params: { id: request } }),
    await client.listTimeline({ params: { id: request } }),
  ];
  expect(JSON.stringify(seen)).not.toMatch(/Between us|internal/u);
});

it('moves neither the time nor the order of a customer’s list by an internal note', async () => {
  const request = await fileRequest(test);
  const client = await test.as('anna@acme.example');
  const before = await client.getRequest({ params: { id: request } });
  await (
    await test.as('engineer@vendor.example')
  ).createMessage({ params: { id: request }, body: { text: 'Psst.', visibility: 'internal' } });
  expect(await client.getRequest({ params: { id: request } })).toEqual(before);
});

it('under sharing `own` tells a member only of what they take part in, live and when resuming', async () => {
  const { db } = test.platform;
  const acme = await companyId(test, 'Acme Logistics');
  await db.updateTable('app.companies').set({ sharing: 'own' }).where('id', '=', acme).execute();
  const boris = await test.signIn('boris@acme.example');
  const stream = await listen(boris);
  const hers = await fileRequest(test);
  const his = await fileRequest(test, boris);
  await stream.hear(about(his));
  expect(changes(stream).some(({ requestId }) => requestId === hers)).toBe(false);
  const resumed = await listen(boris, { 'last-event-id': '1' });
  await resumed.hear(({ name, data }) => name === 'reset' || data['requestId'] === his);
  expect(JSON.stringify(resumed.events)).not.toContain(hers);
  await db.updateTable('app.companies').set({ sharing: 'company' }).where('id', '=', acme).execute();
});

it('ends the stream of a member who is removed, at once, and lets it not be opened again', async () => {
  const { db } = test.platform;
  const acme = await companyId(test, 'Acme Logistics');
  const { id, cookie } = await addMember(test, { email: 'leaver@acme.example' });
  const stream = await listen(cookie);
  await transact(db, SYSTEM, async (tx) => {
    await tx.updateTable('app.members').set({ state: 'removed' }).where('person_id', '=', id).execute();
    await emit(tx, 'rights_changed', { companyId: acme, personId: id });
  });
  await stream.ended();
  const again = await listen(cookie);
  const request = await fileRequest(test);
  await (
    await listen(await test.signIn('anna@acme.example'), { 'last-event-id': '1' })
  ).hear(({ name }) => name === 'ready' || name === 'reset');
  expect(JSON.stringify(again.events)).not.toContain(request);
});

it('survives events that follow the one which ends a stream', async () => {
  const { id, cookie } = await addMember(test, { email: 'burst@acme.example' });
  const acme = await companyId(test, 'Acme Logistics');
  const stream = await listen(cookie);
  await transact(test.platform.db, SYSTEM, async (tx) => {
    await emit(tx, 'rights_changed', { companyId: acme, personId: id });
    for (let n = 0; n < 50; n += 1)
      await emit(tx, 'request_changed', { companyId: acme, desk: 'support', watcherIds: [id] });
  });
  await stream.ended();
  // The changes behind it are for whoever connects again.
  expect(changes(stream).at(-1)).toMatchObject({ type: 'rights_changed' });
  expect((await attempt(test, 'getHealth')).statusCode).toBe(200);
});

it('lets no session hoard streams: the oldest makes way', async () => {
  const { cookie } = await addMember(test, { email: 'hoarder@acme.example' });
  const before = test.platform.streams.count;
  const streams = [];
  for (let n = 0; n < 25; n += 1) streams.push(await listen(cookie));
  await Promise.all(streams.slice(0, 5).map(({ ended }) => ended()));
  expect(test.platform.streams.count - before).toBeLessThanOrEqual(20);
  expect(streams.at(-1)?.isOpen()).toBe(true);
});

it('hears of a change whose transaction began before the hub and ended after it', async () => {
  const { LiveHub } = await import('#platform/live/hub.ts');
  const { database, log, db } = test.platform;
  const acme = await companyId(test, 'Acme Logistics');
  const hub = new LiveHub(database.pool, database.directConnection, log);
  const heard: string[] = [];
  hub.listen(({ type }) => heard.push(type));
  const begun = Promise.withResolvers<void>();
  const ending = Promise.withResolvers<void>();
  const late = transact(db, SYSTEM, async (tx) => {
    await emit(tx, 'rights_changed', { companyId: acme, personId: acme });
    begun.resolve();
    await ending.promise;
  });
  await begun.promise;
  await transact(db, SYSTEM, (tx) => emit(tx, 'mail_logged', {}));
  await hub.start();
  ending.resolve();
  await late;
  const until = Date.now() + 2000;
  while (!heard.includes('rights_changed') && Date.now() < until) await new Promise((again) => setTimeout(again, 10));
  await hub.stop();
  expect(heard).toContain('rights_changed');
});

it('counts queues for staff only', async () => {
  for (const email of ['anna@acme.example', 'admin@vendor.example'] as const) {
    const answer = await attempt(test, 'listQueues', { query: { desk: 'support' }, cookie: await test.signIn(email) });
    expect(answer.statusCode, email).toBe(403);
  }
});
