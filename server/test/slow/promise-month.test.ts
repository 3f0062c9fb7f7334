import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { expectNoneSilent } from '../requests/promise-month.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('leaves no broken promise silent in a month with 10,000 requests, over three calendars', async () => {
  expect(await expectNoneSilent(test, 10_000)).toBeGreaterThan(1000);
}, 1_800_000);
