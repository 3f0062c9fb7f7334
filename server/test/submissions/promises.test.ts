import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyPublicTarget } from '#features/requests/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { TARGETS } from '../licensing/catalogue-samples.ts';
import { attempt } from '../security/attack.ts';
import { submitPublic } from './submission-calls.ts';

let test: TestApp;
beforeAll(async () => {
  // What the demo's slowest plan takes, and no more.
  test = await startTestApp({ config: { publicAnswerHours: 72, publicAnswerHoursSet: true } });
});
afterAll(() => test.close());

const slow = { ...TARGETS, 4: { first: 60, next: 73 * 60, resolution: null } };

it('takes no plan that is slower than what everybody is promised', async () => {
  const admin = await test.as('admin@vendor.example');
  const cookie = await test.signIn('admin@vendor.example');
  const created = await attempt(test, 'createPlan', { body: { name: 'Slow', targets: slow }, cookie });
  expect(created.json().code).toBe('plan_slower_than_public');
  const plan = await admin.createPlan({ body: { name: 'Quick', targets: TARGETS } });
  const change = { params: { id: plan.id }, headers: { 'if-match': `"${plan.version}"` }, cookie };
  expect((await attempt(test, 'patchPlan', { ...change, body: { targets: slow } })).json().code).toBe(
    'plan_slower_than_public',
  );
  expect((await attempt(test, 'patchPlan', { ...change, body: { hours: 'At night' } })).statusCode).toBe(200);
});

it('refuses to start with a promise to everybody that is shorter than that of a plan', async () => {
  const { db } = test.platform;
  await expect(verifyPublicTarget(db, { publicAnswerHours: 71, publicAnswerHoursSet: true })).rejects.toThrow(
    'PUBLIC_ANSWER_HOURS=71: a support plan lets its customers wait 72 hours',
  );
  await verifyPublicTarget(db, { publicAnswerHours: 72, publicAnswerHoursSet: true });
  await verifyPublicTarget(db, { publicAnswerHours: 1, publicAnswerHoursSet: false });
});

it('puts a customer before everybody else, also one whose license has ended', async () => {
  const analyst = await test.as('analyst@vendor.example');
  const file = async (as: 'anna@acme.example' | 'clara@globex.example', subject: string) =>
    (await test.as(as)).createRequest({ body: { desk: 'lab', kind: 'cure', subject, text: 'Please look at this.' } });
  const company = (await (await test.as('clara@globex.example')).getMe()).company?.id ?? '';
  await test.platform.db
    .updateTable('app.licenses')
    .set({ valid_until: new Date(Date.now() - 86_400_000) })
    .where('company_id', '=', company)
    .execute();
  const ended = await file('clara@globex.example', 'Ended');
  const { id } = await submitPublic(test, {});
  const paid = await file('anna@acme.example', 'Paid');
  const { data } = await analyst.listRequests({ query: { desk: 'lab', sort: 'promise', 'page[size]': 100 } });
  const order = data.map((one) => one.id).filter((one) => [ended.id, id, paid.id].includes(one));
  expect(order).toEqual([paid.id, ended.id, id]);
  expect(ended.promiseAt).not.toBeNull();
});
