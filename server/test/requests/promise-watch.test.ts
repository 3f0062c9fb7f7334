import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { mailsTo } from '../security/attack.ts';
import { simulateMonth, toldPromises } from './promise-month.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('leaves no broken promise of a month silent, over three calendars: each was warned of, and escalated once', async () => {
  const seen = await simulateMonth(test, 60, 1);
  const told = await toldPromises(test);
  for (const [id, broken] of seen) expect(told.get(id)?.broken.length ?? 0, id).toBe(broken);
  for (const { broken, warned } of told.values()) expect(warned).toEqual(expect.arrayContaining(broken));
  const total = [...seen.values()].reduce((sum, broken) => sum + broken, 0);
  expect(total).toBeGreaterThan(20);
  const calendars = await test.platform.db
    .selectFrom('app.requests as r')
    .innerJoin('app.support_plans as p', 'p.id', 'r.plan_id')
    .select('p.calendar_id')
    .distinct()
    .where('r.id', 'in', [...seen.keys()])
    .execute();
  expect(calendars).toHaveLength(3);

  const late = (await mailsTo(test, 'lead@vendor.example')).filter(({ template }) => template === 'promise_broken');
  expect(late.length).toBeGreaterThan(0);
  const soon = await mailsTo(test, 'engineer@vendor.example');
  expect(soon.some(({ template }) => template === 'promise_ending')).toBe(true);
});
