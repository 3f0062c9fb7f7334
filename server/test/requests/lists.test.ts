import type { Client } from '@companyaccount/contract/client';
import { REQUEST_SORTS, type RequestSummary } from '@companyaccount/contract/requests';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let boris: Client;
let engineer: Client;
beforeAll(async () => {
  test = await startTestApp();
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
  for (let n = 0; n < 25; n += 1) {
    await boris.createRequest({
      body: {
        desk: n % 3 === 0 ? 'lab' : 'support',
        kind: n % 3 === 0 ? 'cure' : 'update',
        severity: ((n % 4) + 1) as 1,
        subject: `Request ${n}`,
        text: 'Text.',
        language: n % 2 === 0 ? 'ru' : 'de',
      },
    });
  }
  // Equal times must not lose a row at the edge of a page.
  await sql`update app.requests set created_at = date_trunc('second', created_at), updated_at = created_at`.execute(
    test.platform.db,
  );
});
afterAll(() => test.close());

type Query = NonNullable<Parameters<Client['listRequests']>[0]>['query'];

/** Follows the links from page to page, as a client would. */
async function all(client: Client, query: Query, size = 4): Promise<RequestSummary[]> {
  const found: RequestSummary[] = [];
  let next: string | null = null;
  do {
    const page: Awaited<ReturnType<Client['listRequests']>> = await client.listRequests({
      query: { ...query, 'page[size]': size, ...(next === null ? {} : { 'page[after]': next }) },
    });
    found.push(...page.data);
    expect(page.data.length).toBeLessThanOrEqual(size);
    next = page.links.next === null ? null : new URL(page.links.next, 'http://x').searchParams.get('page[after]');
    expect(page.meta.hasMore).toBe(next !== null);
  } while (next !== null);
  return found;
}

describe('the list of requests', () => {
  it.each(REQUEST_SORTS)('pages through everything once in the order %s', async (sort) => {
    const { rows } = await sql<{ count: number }>`select count(*) from app.requests`.execute(test.platform.db);
    const found = await all(engineer, { sort });
    expect(found).toHaveLength(rows[0]?.count ?? 0);
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    const key = {
      '-created': (r: RequestSummary) => -Date.parse(r.createdAt),
      created: (r: RequestSummary) => Date.parse(r.createdAt),
      '-updated': (r: RequestSummary) => -Date.parse(r.updatedAt),
      promise: (r: RequestSummary) => (r.promiseAt === null ? Infinity : Date.parse(r.promiseAt)),
      severity: (r: RequestSummary) => r.severity,
      number: (r: RequestSummary) => Number(r.number.slice(3)),
    }[sort];
    const keys = found.map(key);
    expect(keys).toEqual(keys.toSorted((a, b) => (a === b ? 0 : a - b)));
  });

  it('filters by each field, several values of status included', async () => {
    const lab = await all(boris, { desk: 'lab' });
    expect(new Set(lab.map(({ desk }) => desk))).toEqual(new Set(['lab']));
    const russian = await all(boris, { language: 'ru', severity: 1 });
    expect(russian.length).toBeGreaterThan(0);
    expect(russian.every(({ language, severity }) => language === 'ru' && severity === 1)).toBe(true);
    const some = await all(engineer, { status: ['waiting_for_customer', 'resolved'] });
    expect(new Set(some.map(({ status }) => status))).toEqual(new Set(['waiting_for_customer', 'resolved']));
    expect((await all(engineer, { owner: 'me' })).every(({ owner }) => owner?.name === 'Erik Engineer')).toBe(true);
    expect((await all(engineer, { owner: 'nobody' })).every(({ owner }) => owner === null)).toBe(true);
    expect(await all(boris, { from: '2100-01-01T00:00:00Z' })).toEqual([]);
  });

  it('counts the queues of a desk as the list finds them', async () => {
    const { data } = await engineer.listQueues({ query: { desk: 'support' } });
    const counts = Object.fromEntries(data.map(({ id, count }) => [id, count]));
    expect(counts['unassigned']).toBe(
      (await all(engineer, { desk: 'support', owner: 'nobody', status: ['new', 'open'] })).length,
    );
    expect(counts['open']).toBe((await all(engineer, { desk: 'support', status: ['new', 'open'] })).length);
  });

  it('filters by plan, by how the promise stands, and by age', async () => {
    const { data: plans } = await engineer.listDeskPlans();
    const everything = await all(engineer, {});
    let withPlan = 0;
    for (const { id } of plans) {
      const found = await all(engineer, { plan: id });
      withPlan += found.length;
      const rows = await test.platform.db.selectFrom('app.requests').select('id').where('plan_id', '=', id).execute();
      expect(new Set(found.map((request) => request.id))).toEqual(new Set(rows.map((row) => row.id)));
    }
    expect(withPlan).toBeGreaterThan(0);
    const [late, soon, paused] = everything;
    const standing = (promise: 'late' | 'at_risk' | 'within_day' | 'paused') =>
      all(engineer, { promise }).then((found) => new Set(found.map(({ id }) => id)));
    await sql`update app.requests set promise_at = 'infinity', promise_paused = false`.execute(test.platform.db);
    await sql`update app.requests set promise_at = now() - interval '1 minute' where id = ${late?.id}`.execute(
      test.platform.db,
    );
    await sql`update app.requests set promise_at = now() + interval '5 hours' where id = ${soon?.id}`.execute(
      test.platform.db,
    );
    await sql`update app.requests set promise_paused = true where id = ${paused?.id}`.execute(test.platform.db);
    expect(await standing('late')).toEqual(new Set([late?.id]));
    expect(await standing('at_risk')).toEqual(new Set([late?.id]));
    expect(await standing('within_day')).toEqual(new Set([late?.id, soon?.id]));
    expect(await standing('paused')).toEqual(new Set([paused?.id]));
    await sql`update app.requests set created_at = now() - interval '71 hours' where id = ${late?.id}`.execute(
      test.platform.db,
    );
    const old = await all(engineer, { olderThan: 3 });
    expect(old.every(({ createdAt }) => Date.parse(createdAt) <= Date.now() - 3 * 86_400_000)).toBe(true);
    expect(old.map(({ id }) => id)).not.toContain(late?.id);
    const view = { list: 'support', name: 'Late', filters: { promise: 'late', olderThan: 1 } } as const;
    const { id } = await engineer.createView({ body: view });
    const { data: counts } = await engineer.countViews({ query: { list: 'support' } });
    const open = { desk: 'support', status: ['new', 'open'], promise: 'late', olderThan: 1 } as const;
    const expected = await all(engineer, { ...open, status: [...open.status] });
    expect(counts.find((one) => one.id === id)?.count).toBe(expected.length);
  });

  it('refuses a cursor that is not of this list', async () => {
    const cursor = Buffer.from('["; drop table",1]').toString('base64url');
    await expect(boris.listRequests({ query: { 'page[after]': cursor } })).rejects.toMatchObject({
      code: 'validation_failed',
      fields: [{ pointer: '/page[after]', code: 'invalid' }],
    });
  });

  it('under sharing `own` shows a user only what they filed or take part in', async () => {
    const anna = await test.as('anna@acme.example');
    const annas = await anna.createRequest({
      body: { desk: 'support', kind: 'update', subject: 'Of Anna alone', text: 'Text.' },
    });
    const { company } = await anna.getMe();
    await test.platform.db
      .updateTable('app.companies')
      .set({ sharing: 'own' })
      .where('id', '=', company?.id ?? '')
      .execute();
    const { id: borisId } = await boris.getMe();
    expect((await all(boris, {})).every(({ author }) => author.id === borisId)).toBe(true);
    await expect(boris.getRequest({ params: { id: annas.id } })).rejects.toMatchObject({ code: 'not_found' });
    expect((await all(anna, {})).some(({ author }) => author.id === borisId)).toBe(true);
    await test.platform.db
      .insertInto('app.request_participants')
      .values({ request_id: annas.id, person_id: borisId, company_id: company?.id ?? '' })
      .execute();
    expect(await boris.getRequest({ params: { id: annas.id } })).toMatchObject({ subject: 'Of Anna alone' });
  });
});

describe('every order of the list', () => {
  const explain = async (email: 'boris@acme.example' | 'engineer@vendor.example', statement: string) => {
    const me = await (await test.as(email)).getMe();
    return test.platform.db.transaction().execute(async (tx) => {
      if (me.company !== null) {
        await sql`select set_config('role', app.customer_role(), true), set_config('app.company', ${me.company.id}, true), set_config('app.person', ${me.id}, true)`.execute(
          tx,
        );
      }
      // A table of a few rows would be read whole; the question is whether an index can serve the order at all.
      await sql`set local enable_seqscan = off; set local enable_sort = off`.execute(tx);
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${sql.raw(statement)}`.execute(tx);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
  };
  it.each([
    ['created_at desc, id desc'],
    ['updated_at desc, id desc'],
    ['promise_at, id'],
    ['severity, id'],
    ['number, id'],
  ])('has an index behind the wall: %s', async (order) => {
    const plan = await explain('boris@acme.example', `select id from app.requests order by ${order} limit 50`);
    expect(plan).toMatch(/Index (Only )?Scan.* using requests_company_/u);
    expect(plan).toMatch(/Index Cond: \(company_id = /u);
    expect(plan).not.toContain('Sort');
  });
  it.each([
    [
      "desk = 'support' and status in ('new', 'open', 'waiting_for_customer') order by promise_at, id",
      'requests_desk_promise',
    ],
    [
      "desk = 'support' and status in ('new', 'open', 'waiting_for_customer') order by severity, id",
      'requests_desk_severity',
    ],
    ["desk = 'support' order by created_at desc, id desc", 'requests_desk_created'],
    ["desk = 'support' order by updated_at desc, id desc", 'requests_desk_updated'],
    // What the counters of the queues ask for.
    ["desk = 'support' and status = 'resolved'", 'requests_desk_status'],
    ["desk = 'support' and escalated", 'requests_escalated'],
    // What the calendar asks for.
    [
      "step_at <= now() and (step_at, id) > ('2026-11-01', '0198a5c2-0000-7000-8000-000000000000') order by step_at, id",
      'requests_step',
    ],
  ])('has an index for a desk: %s', async (where, index) => {
    const plan = await explain('engineer@vendor.example', `select id from app.requests where ${where} limit 50`);
    expect(plan).toContain(index);
    expect(plan).not.toContain('Sort');
  });
});
