import { ApiError, type Client } from '@companyaccount/contract/client';
import type { ErrorCode } from '@companyaccount/contract/errors';
import type { TakeNext } from '@companyaccount/contract/desk';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { hashPassword, insertPerson, DEMO_PASSWORD } from '#features/accounts/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';

let test: TestApp;
let boris: Client;
let engineer: Client;
let lead: Client;
beforeAll(async () => {
  test = await startTestApp();
  boris = await test.as('boris@acme.example');
  engineer = await test.as('engineer@vendor.example');
  lead = await test.as('lead@vendor.example');
});
afterAll(() => test.close());
// What was there before is nobody's to take.
beforeEach(async () => {
  const owner = (await lead.getMe()).id;
  await test.platform.db.updateTable('app.requests').set({ owner_id: owner }).where('owner_id', 'is', null).execute();
});

const refusedWith = async (call: Promise<unknown>, code: ErrorCode) => {
  const refusal: unknown = await call.catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ApiError);
  expect((refusal as ApiError).code).toBe(code);
};
/** Files a request whose answer is promised in so many hours. */
async function file(hours: number, more: object = {}): Promise<string> {
  const body = { desk: 'support', kind: 'malfunction', subject: 'It stops', text: 'The service stops.' } as const;
  const { id } = await boris.createRequest({ body: { ...body, ...more } });
  await sql`update app.requests set promise_at = now() + make_interval(hours => ${hours}) where id = ${id}`.execute(
    test.platform.db,
  );
  return id;
}
const take = async (client: Client, fitting: Omit<TakeNext, 'desk'> = {}) =>
  (await client.takeNextRequest({ body: { desk: 'support', ...fitting } })).id;

it('takes what was promised first, within the filters, until nothing is left', async () => {
  const later = await file(5);
  const german = await file(3, { language: 'de' });
  const late = await file(-1, { severity: 1 });
  expect(await take(engineer, { severity: 1 })).toBe(late);
  const taken = await engineer.takeNextRequest({ body: { desk: 'support', promise: 'at_risk' } });
  expect(taken).toMatchObject({ id: german, owner: { id: (await engineer.getMe()).id } });
  await refusedWith(take(engineer, { promise: 'at_risk' }), 'nothing_to_take');
  await refusedWith(take(engineer, { olderThan: 1 }), 'nothing_to_take');
  expect(await take(engineer, { status: 'new' })).toBe(later);
  await refusedWith(take(engineer), 'nothing_to_take');
});

it('leaves alone what waits for the customer, what is done, what somebody has, and the other desk', async () => {
  const [waiting, resolved, owned] = [await file(1), await file(1), await file(1)];
  await file(1, { desk: 'lab', kind: 'cure' });
  await engineer.setRequestStatus({ params: { id: waiting }, body: { status: 'waiting_for_customer' } });
  await engineer.setRequestStatus({ params: { id: resolved }, body: { status: 'resolved', resolution: 'fixed' } });
  await engineer.assignRequest({ params: { id: owned }, body: { personId: (await lead.getMe()).id } });
  await refusedWith(take(engineer), 'nothing_to_take');
  await refusedWith(engineer.takeNextRequest({ body: { desk: 'lab' } }), 'forbidden');
  expect((await lead.takeNextRequest({ body: { desk: 'lab' } })).desk).toBe('lab');
});

it('leaves an objection to somebody else than who took the verdict', async () => {
  const id = await file(1, { desk: 'lab', kind: 'cure' });
  const analyst = await test.as('analyst@vendor.example');
  const { id: analystId } = await analyst.getMe();
  await sql`update app.requests set barred_id = ${analystId} where id = ${id}`.execute(test.platform.db);
  await refusedWith(analyst.takeNextRequest({ body: { desk: 'lab' } }), 'nothing_to_take');
  const other = await test.as('analyst2@vendor.example');
  expect((await other.takeNextRequest({ body: { desk: 'lab' } })).id).toBe(id);
});

it('asked once more after a lost answer takes nothing more', async () => {
  const [first] = [await file(1), await file(2)];
  const call = { body: { desk: 'support' }, idempotencyKey: 'key-next-1' } as const;
  expect((await engineer.takeNextRequest(call)).id).toBe(first);
  expect((await engineer.takeNextRequest(call)).id).toBe(first);
  await refusedWith(
    engineer.takeNextRequest({ ...call, body: { desk: 'support', severity: 1 } }),
    'idempotency_key_reused',
  );
});

it('gives twenty who ask at the same time a request each, and none of them twice', async () => {
  const takers: Client[] = [];
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  for (let n = 0; n < 20; n += 1) {
    const email = `taker${n}@vendor.example`;
    await transact(test.platform.db, SYSTEM, async (tx) => {
      const id = await insertPerson(tx, { name: `Taker ${n}`, email, language: 'en', passwordHash });
      await tx
        .insertInto('app.agents')
        .values({ person_id: id, roles: ['engineer'] })
        .execute();
    });
    takers.push(test.client(await test.signIn(email)));
  }
  const free: string[] = [];
  for (let n = 0; n < 17; n += 1) free.push(await file(n));
  const answers = await Promise.allSettled(takers.map((taker) => take(taker)));
  const taken = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  expect(taken.toSorted()).toEqual(free.toSorted());
  for (const answer of answers) {
    if (answer.status === 'rejected') expect((answer.reason as ApiError).code).toBe('nothing_to_take');
  }
  const { rows } = await sql<{ owners: number }>`select count(distinct owner_id)::int as owners from app.requests
    where id = any(${free}::uuid[])`.execute(test.platform.db);
  expect(rows[0]?.owners).toBe(17);
  const assigned = await sql<{ count: number }>`select count(*)::int as count from app.timeline_entries
    where type = 'assigned' and request_id = any(${free}::uuid[])`.execute(test.platform.db);
  expect(assigned.rows[0]?.count).toBe(17);
});

it('finds the next one at the beginning of an index', async () => {
  const plan = await test.platform.db.transaction().execute(async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx);
    return sql<{ 'QUERY PLAN': string }>`explain select r.id from app.requests r where r.owner_id is null
      and r.desk = 'support' and r.status in ('new', 'open') order by r.promise_at, r.id limit 1
      for update skip locked`.execute(tx);
  });
  const lines = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(lines).toMatch(/requests_(owner|desk_promise)/u);
  expect(lines).not.toContain('Sort');
});
