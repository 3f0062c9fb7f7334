import { ApiError, type Client } from '@companyaccount/contract/client';
import type { ErrorCode } from '@companyaccount/contract/errors';
import { type ViewFilters, type ViewList, VIEWS_MAX } from '@companyaccount/contract/saved-views';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt, companyId, fileRequest } from '../security/attack.ts';

let test: TestApp;
let anna: Client;
let engineer: Client;
let lead: Client;
beforeAll(async () => {
  test = await startTestApp();
  anna = await test.as('anna@acme.example');
  engineer = await test.as('engineer@vendor.example');
  lead = await test.as('lead@vendor.example');
});
afterAll(() => test.close());

const refusedWith = async (call: Promise<unknown>, code: ErrorCode) => {
  const refusal: unknown = await call.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ApiError);
  expect((refusal as ApiError).code).toBe(code);
};
const save = (client: Client, list: ViewList, name: string, filters: ViewFilters = {}, shared = false) =>
  client.createView({ body: { list, name, filters, shared } });
const namesOf = async (client: Client, list: ViewList) =>
  (await client.listViews({ query: { list } })).data.map(({ name }) => name);
const countOf = async (client: Client, list: ViewList, id: string) =>
  (await client.countViews({ query: { list } })).data.find((one) => one.id === id)?.count;

it('keeps filters under a name, in the order of the person, through renaming and changing', async () => {
  const { cookie } = await addMember(test, { email: 'orderly@acme.example' });
  const member = test.client(cookie);
  const filters = { status: 'open', author: 'me', from: '2026-02-28', sort: 'severity' } as const;
  const first = await save(member, 'history', '  Mine, open ', filters);
  expect(first).toMatchObject({ name: 'Mine, open', filters, shared: false, own: true, mayChange: true, version: 1 });
  const second = await save(member, 'history', 'Second', { q: '«mail» 7031' });
  const third = await save(member, 'history', 'Third');
  await member.moveView({ params: { id: third.id }, body: { before: first.id } });
  await member.moveView({ params: { id: first.id }, body: { before: null } });
  expect(await namesOf(member, 'history')).toEqual(['Third', 'Second', 'Mine, open']);
  await refusedWith(member.moveView({ params: { id: first.id }, body: { before: first.id } }), 'validation_failed');

  const changed = await member.patchView({ params: { id: second.id }, version: 1, body: { name: 'Mails' } });
  expect(changed).toMatchObject({ name: 'Mails', filters: { q: '«mail» 7031' }, version: 2 });
  await member.patchView({ params: { id: second.id }, version: 2, body: { filters: { severity: 1 } } });
  await refusedWith(
    member.patchView({ params: { id: second.id }, version: 2, body: { name: 'Late' } }),
    'version_moved',
  );
  expect((await member.listViews({ query: { list: 'history' } })).data[1]).toMatchObject({ filters: { severity: 1 } });
  await member.deleteView({ params: { id: second.id } });
  expect(await namesOf(member, 'history')).toEqual(['Third', 'Mine, open']);
  await refusedWith(member.deleteView({ params: { id: second.id } }), 'not_found');
});

it('is refused with days that no calendar has, for a list of the other side, and beyond thirty', async () => {
  await refusedWith(save(anna, 'history', 'Days', { from: '2026-02-30' }), 'validation_failed');
  await refusedWith(save(anna, 'support', 'Desk'), 'validation_failed');
  await refusedWith(save(engineer, 'history', 'History'), 'validation_failed');
  const { cookie } = await addMember(test, { email: 'collector@acme.example' });
  const member = test.client(cookie);
  for (let n = 0; n < VIEWS_MAX; n += 1) await save(member, 'history', `View ${n}`);
  await refusedWith(save(member, 'history', 'One more'), 'too_many_views');
});

it('saved once more after a lost answer is saved once', async () => {
  const call = { body: { list: 'history', name: 'Once', filters: {} }, idempotencyKey: 'key-views-1' } as const;
  const { id } = await anna.createView(call);
  expect((await anna.createView(call)).id).toBe(id);
});

it('is shared by leads alone, seen by all staff, and looked after by leads', async () => {
  await refusedWith(save(engineer, 'support', 'For all', {}, true), 'forbidden');
  await refusedWith(save(anna, 'history', 'For all', {}, true), 'forbidden');
  const own = await save(engineer, 'support', 'Of the engineer');
  await refusedWith(engineer.patchView({ params: { id: own.id }, version: 1, body: { shared: true } }), 'forbidden');
  const shared = await save(lead, 'support', 'Urgent', { severity: 1 }, true);
  const { data } = await engineer.listViews({ query: { list: 'support' } });
  expect(data.map(({ name, own: mine, mayChange }) => [name, mine, mayChange])).toEqual([
    ['Of the engineer', true, true],
    ['Urgent', false, false],
  ]);
  const onShared = { params: { id: shared.id } };
  await refusedWith(engineer.patchView({ ...onShared, version: 1, body: { name: 'Mine now' } }), 'forbidden');
  await refusedWith(engineer.moveView({ ...onShared, body: { before: null } }), 'forbidden');
  await refusedWith(engineer.deleteView(onShared), 'forbidden');
  await refusedWith(lead.deleteView({ params: { id: own.id } }), 'not_found');
  await lead.patchView({ ...onShared, version: 1, body: { shared: false } });
  expect(await namesOf(engineer, 'support')).toEqual(['Of the engineer']);
  await refusedWith(engineer.deleteView(onShared), 'not_found');
});

it('is nobody else’s: no colleague, no other company of the same person, nobody past the wall', async () => {
  const { id: person, cookie } = await addMember(test, { email: 'private@acme.example' });
  const member = test.client(cookie);
  const { id } = await save(member, 'history', 'Private view');
  for (const email of [
    'anna@acme.example',
    'clara@globex.example',
    'engineer@vendor.example',
    'lead@vendor.example',
  ] as const) {
    const other = await test.signIn(email);
    for (const name of ['patchView', 'moveView', 'deleteView'] as const) {
      const body = name === 'moveView' ? { before: null } : name === 'patchView' ? { name: 'Taken' } : undefined;
      const call = { params: { id }, cookie: other, headers: { 'if-match': '"1"' }, ...(body && { body }) };
      expect((await attempt(test, name, call)).statusCode, `${name} by ${email}`).toBe(404);
    }
    for (const list of ['history', 'support'])
      expect((await attempt(test, 'listViews', { query: { list }, cookie: other })).body).not.toContain('Private view');
  }
  const globex = await companyId(test, 'Globex Energy');
  const boris = (await (await test.as('boris@acme.example')).getMe()).id;
  const acme = await companyId(test, 'Acme Logistics');
  for (const scope of [
    { side: 'customer', companyId: acme, personId: boris },
    { side: 'customer', companyId: globex, personId: person },
  ] as const) {
    const touched = await transact(test.platform.db, scope, (tx) =>
      tx.deleteFrom('app.saved_views').executeTakeFirst(),
    );
    expect(touched.numDeletedRows).toBe(0n);
  }
  expect(await namesOf(member, 'history')).toEqual(['Private view']);
});

it('counts open requests that its reader may see, and nothing where a search or what is done is looked at', async () => {
  const { id: person, cookie } = await addMember(test, { email: 'counter@acme.example' });
  const member = test.client(cookie);
  for (let n = 0; n < 3; n += 1) await fileRequest(test, cookie);
  const mine = await save(member, 'history', 'Mine', { author: 'me' });
  const all = await save(member, 'history', 'All');
  const searched = await save(member, 'history', 'Searched', { q: 'stops' });
  const done = await save(member, 'history', 'Done', { status: 'closed' });
  expect(await countOf(member, 'history', mine.id)).toBe(3);
  const open = ['new', 'open', 'waiting_for_customer'] as ('new' | 'open' | 'waiting_for_customer')[];
  const seen = (await member.listRequests({ query: { status: open, 'page[size]': 100 } })).data.length;
  expect(await countOf(member, 'history', all.id)).toBe(seen);
  expect(await countOf(member, 'history', searched.id)).toBeNull();
  expect(await countOf(member, 'history', done.id)).toBeNull();

  // Under sharing `own` the others' requests are not even counted.
  const share = (sharing: string) =>
    test.platform.db.updateTable('app.companies').set({ sharing }).where('name', '=', 'Acme Logistics').execute();
  await share('own');
  expect(await countOf(member, 'history', all.id)).toBe(3);
  await share('company');

  // Days are those of the person's calendar: ahead of all others, tomorrow begins first.
  await test.platform.db
    .updateTable('auth.people')
    .set({ time_zone: 'Pacific/Kiritimati' })
    .where('id', '=', person)
    .execute();
  const here = (moment: number) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Kiritimati' }).format(moment);
  const today = await save(member, 'history', 'Today', { author: 'me', from: here(Date.now()), to: here(Date.now()) });
  const later = await save(member, 'history', 'Later', { author: 'me', from: here(Date.now() + 86_400_000) });
  expect(await countOf(member, 'history', today.id)).toBe(3);
  expect(await countOf(member, 'history', later.id)).toBe(0);
});

it('counts a queue of a desk as the desk does, up to a thousand', async () => {
  const view = await save(engineer, 'support', 'Nobody’s', { queue: 'unassigned' });
  const lab = await save(engineer, 'lab', 'Of the lab', { severity: 2 });
  const { data } = await engineer.listQueues({ query: { desk: 'support' } });
  expect(await countOf(engineer, 'support', view.id)).toBeGreaterThanOrEqual(
    data.find((queue) => queue.id === 'unassigned')?.count ?? -1,
  );
  const ofLab = await test.platform.db
    .selectFrom('app.requests')
    .select('id')
    .where('desk', '=', 'lab')
    .where('severity', '=', 2)
    .where('status', 'in', ['new', 'open', 'waiting_for_customer'])
    .execute();
  expect(await countOf(engineer, 'lab', lab.id)).toBe(ofLab.length);
  expect(await countOf(engineer, 'support', lab.id)).toBeUndefined();
});

it('is counted for a company over its open requests alone', async () => {
  const acme = await companyId(test, 'Acme Logistics');
  const boris = (await (await test.as('boris@acme.example')).getMe()).id;
  const plan = await transact(test.platform.db, { side: 'customer', companyId: acme, personId: boris }, async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    return sql<{ 'QUERY PLAN': string }>`explain select count(*) from (select r.id from app.requests r
        where r.company_id = ${acme}::uuid and r.status in ('new', 'open', 'waiting_for_customer') and r.severity = 1
        limit 1000) q`.execute(tx);
  });
  expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/requests_company_(open|waiting)/u);
});

it('keeps the columns of a list of a desk, and counts as if there were none', async () => {
  const engineer = await test.as('engineer@vendor.example');
  const filters = { queue: 'open', severity: 1, columns: ['company', 'tags'], sort: 'number' } as const;
  const { id } = await save(engineer, 'support', 'Narrow', { ...filters, columns: [...filters.columns] });
  const plain = await save(engineer, 'support', 'Wide', { queue: 'open', severity: 1 });
  const { data } = await engineer.listViews({ query: { list: 'support' } });
  expect(data.find((one) => one.id === id)?.filters).toEqual(filters);
  const counts = (await engineer.countViews({ query: { list: 'support' } })).data;
  const countOf = (wanted: string) => counts.find((one) => one.id === wanted)?.count;
  expect(countOf(id)).toBe(countOf(plain.id));
  for (const one of [id, plain.id]) await engineer.deleteView({ params: { id: one } });
});
