import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Client } from '@companyaccount/contract/client';
import { sql } from 'kysely';
import { licenseCareTasks } from '#features/license-care/index.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, companyId, mailsTo } from '../security/attack.ts';

const DAY = 86_400_000;
const ANNA = 'anna@acme.example';
let test: TestApp;
let anna: Client;
let first: string;
let second: string;
beforeAll(async () => {
  test = await startTestApp({ config: { renewalContact: 'sales@vendor.example' } });
  anna = await test.as(ANNA);
  const [one, two] = (await anna.listLicenses()).data;
  first = one?.id ?? '';
  second = two?.id ?? '';
});
afterAll(() => test.close());
beforeEach(async () => {
  const { db } = test.platform;
  await db.deleteFrom('app.license_reminders').execute();
  await db.deleteFrom('app.mails').execute();
  await db
    .updateTable('app.licenses')
    .set({ state: 'active', valid_from: new Date(Date.now() - 500 * DAY), valid_until: null })
    .execute();
});

const end = (id: string, days: number, more: { state?: string; valid_from?: Date } = {}) =>
  test.platform.db
    .updateTable('app.licenses')
    // Finer than a Date can tell.
    .set({ valid_until: sql<Date>`now() + ${days} * interval '1 day' + interval '7 microseconds'`, ...more })
    .where('id', '=', id)
    .execute();
/** Runs the job as the calendar does. */
const run = async () => {
  for (const task of licenseCareTasks(test.platform))
    if (task.cron !== undefined) await task.run({} as never, AbortSignal.any([]));
};
const sent = async (email = ANNA) => (await mailsTo(test, email)).map(({ template }) => template);

it('runs by the calendar', () => {
  const task = licenseCareTasks(test.platform).find(({ name }) => name === 'licenses.remind');
  expect(task?.cron).toMatch(/^\d+ \* \* \* \*$/u);
});

it.each([
  [61, null],
  [59.9, 'licenses_ending'],
  [29, 'licenses_ending'],
  [1, 'licenses_ending'],
  [-0.1, 'licenses_ended'],
  [-19, 'licenses_ended'],
  [-41, 'licenses_ended'],
  [-61, null],
])('with %d days left sends: %s', async (days, template) => {
  await end(first, days);
  await run();
  await run();
  expect(await sent()).toEqual(template === null ? [] : [template]);
});

it('is sent once however often and in however many places the job runs', async () => {
  await end(first, 20);
  await Promise.all(Array.from({ length: 6 }, run));
  expect(await sent()).toEqual(['licenses_ending']);
  const entries = await test.platform.db
    .selectFrom('app.audit_entries')
    .select(['action', 'company_id', 'data'])
    .where('action', '=', 'license.reminded')
    .where('object_id', '=', first)
    .orderBy('id', 'desc')
    .limit(1)
    .execute();
  expect(entries).toEqual([
    { action: 'license.reminded', company_id: await companyId(test, 'Acme Logistics'), data: { days: -30 } },
  ]);
});

it('is about all licenses at once, in the language of each administrator, with the contact for renewals', async () => {
  const { id } = await addMember(test, { email: 'olga@acme.example', role: 'administrator' });
  await test.platform.db.updateTable('auth.people').set({ language: 'ru' }).where('id', '=', id).execute();
  await end(first, 20);
  await end(second, 25);
  await run();
  const serials = (await anna.listLicenses()).data.filter(({ id: one }) => one === first || one === second);
  const [english] = await mailsTo(test, ANNA);
  const [russian] = await mailsTo(test, 'olga@acme.example');
  for (const { serial } of serials) {
    expect(english?.text).toContain(serial);
    expect(russian?.text).toContain(serial);
  }
  expect(english?.text).toContain('sales@vendor.example');
  expect(russian?.subject).toMatch(/^Скоро истекают/u);
  expect(await sent('boris@acme.example')).toEqual([]);
});

it('begins anew after a renewal, and says nothing more about the old end', async () => {
  await end(first, 20);
  await run();
  await end(first, 385);
  await run();
  expect(await sent()).toHaveLength(1);
  await end(first, 10);
  await run();
  expect(await sent()).toHaveLength(2);
});

it('is not sent about licenses that are suspended, revoked or nobody’s, nor of a day before they began', async () => {
  await end(first, 20, { state: 'suspended' });
  await end(second, 20, { state: 'revoked' });
  await run();
  await end(first, 20, { state: 'active', valid_from: new Date(Date.now() - DAY) });
  await end(second, -5, { state: 'active' });
  await test.platform.db.updateTable('app.licenses').set({ company_id: null }).where('id', '=', second).execute();
  await run();
  expect(await sent()).toEqual([]);
});
