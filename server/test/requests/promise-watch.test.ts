import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { mailsTo } from '../security/attack.ts';
import { expectNoneSilent } from './promise-month.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('leaves no broken promise of a month silent, over three calendars: each was warned of, and escalated once', async () => {
  const broken = await expectNoneSilent(test, 60);
  expect(broken).toBeGreaterThan(20);

  const late = (await mailsTo(test, 'lead@vendor.example')).filter(({ template }) => template === 'promise_broken');
  expect(late.length).toBeGreaterThan(0);
  const soon = await mailsTo(test, 'engineer@vendor.example');
  expect(soon.some(({ template }) => template === 'promise_ending')).toBe(true);
});
