import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SupportCalendar } from '@companyaccount/contract/admin-calendars';
import type { Client } from '@companyaccount/contract/client';
import { addWorkingTime, workingTimeBetween } from '#platform/working-time.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt } from '../security/attack.ts';
import { newCalendar, WEEKDAYS } from './calendar-cases.ts';
import { TARGETS } from './catalogue-samples.ts';

let test: TestApp;
let admin: Client;
beforeAll(async () => {
  test = await startTestApp({ config: { publicAnswerHours: 72, publicAnswerHoursSet: true } });
  admin = await test.as('admin@vendor.example');
});
afterAll(() => test.close());

const standardPlan = async () => {
  const plan = (await admin.listCataloguePlans()).data.find(({ name }) => name === 'Standard');
  if (plan === undefined) throw new Error('the demo has no plan of this name');
  return plan;
};

describe('a calendar', () => {
  it('is made, changed and deleted, its days in the order of time', async () => {
    const body = {
      ...newCalendar(),
      hours: WEEKDAYS.hours.toReversed(),
      holidays: [{ date: '2027-01-01', name: ' New Year ' }, ...WEEKDAYS.holidays],
    };
    const made = await admin.createCalendar({ body });
    expect(made).toMatchObject({
      hours: WEEKDAYS.hours,
      holidays: [WEEKDAYS.holidays[0], { date: '2027-01-01', name: 'New Year' }],
      builtIn: false,
      plans: 0,
      version: 1,
    });
    const params = { id: made.id };
    const changed = await admin.patchCalendar({ params, version: 1, body: { timeZone: 'Asia/Kolkata', holidays: [] } });
    expect(changed).toEqual({ ...made, timeZone: 'Asia/Kolkata', holidays: [], version: 2 });
    await expect(admin.patchCalendar({ params, version: 1, body: { name: 'Late' } })).rejects.toMatchObject({
      code: 'version_moved',
    });
    await admin.deleteCalendar({ params });
    await expect(admin.getCalendar({ params })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('comes with the program around the clock, where it stays as it is', async () => {
    const builtIn = (await admin.listCalendars()).data.find((one) => one.builtIn) as SupportCalendar;
    expect(builtIn).toMatchObject({ name: '24/7', timeZone: 'UTC', holidays: [] });
    expect(builtIn.hours).toHaveLength(7);
    const params = { id: builtIn.id };
    const change = admin.patchCalendar({ params, version: 1, body: { name: 'Mine' } });
    await expect(change).rejects.toMatchObject({ code: 'forbidden' });
    await expect(admin.deleteCalendar({ params })).rejects.toMatchObject({ code: 'forbidden' });
    const plan = await admin.createPlan({ body: { name: `Plan ${randomUUID()}`, targets: TARGETS } });
    expect(plan.calendarId).toBe(builtIn.id);
  });

  it('that no clock could follow is refused by its field', async () => {
    const refused = async (part: object, pointer: string, code: string) => {
      const cookie = await test.signIn('admin@vendor.example');
      for (const [name, body] of [
        ['createCalendar', { ...newCalendar(), ...part }],
        ['previewCalendar', { ...WEEKDAYS, minutes: 60, ...part }],
      ] as const) {
        const answer = await attempt(test, name, { body, cookie });
        expect(answer.json().errors, JSON.stringify(part)).toContainEqual(expect.objectContaining({ pointer, code }));
      }
    };
    const span = (from: string, to: string, day = 1) => ({ day, from, to });
    for (const timeZone of ['Mars/Olympus', '+03:00', '', 'Europe/Berlin\n']) {
      await refused({ timeZone }, '/timeZone', 'not_one_of');
    }
    await refused({ hours: [span('18:00', '09:00')] }, '/hours/0', 'invalid');
    await refused({ hours: [span('09:00', '09:00')] }, '/hours/0', 'invalid');
    await refused({ hours: [span('09:00', '12:00'), span('11:59', '13:00')] }, '/hours/1', 'invalid');
    await refused({ hours: [span('09:00', '09:59')] }, '/hours', 'too_short');
    await refused({ hours: [span('24:00', '24:00')] }, '/hours/0/from', 'wrong_format');
    await refused({ holidays: [...WEEKDAYS.holidays, { date: '2026-12-25', name: '' }] }, '/holidays/1/date', 'taken');
    await refused({ holidays: [{ date: '2026-02-30', name: '' }] }, '/holidays/0/date', 'wrong_format');
    const { name } = await admin.createCalendar({ body: newCalendar() });
    await expect(admin.createCalendar({ body: { ...newCalendar(), name: name.toUpperCase() } })).rejects.toMatchObject({
      fields: [{ pointer: '/name', code: 'taken' }],
    });
  });

  it('says before it is saved when a promise that is given now would end', async () => {
    const { now, endsAt } = await admin.previewCalendar({ body: { ...WEEKDAYS, minutes: 480 } });
    expect(endsAt).toBe(addWorkingTime(WEEKDAYS, new Date(now), 480).toISOString());
    // An hour a week, so that it goes on for more than three years.
    const hours = [{ day: 1, from: '09:00', to: '10:00' }];
    const long = await admin.previewCalendar({ body: { ...WEEKDAYS, hours, minutes: 10_080 } });
    expect(Date.parse(long.endsAt) - Date.parse(long.now)).toBeGreaterThan(3 * 365 * 86_400_000);
  });

  it('is counted on for the promises of its plans, and stays while one needs it', async () => {
    const calendar = await admin.createCalendar({ body: newCalendar() });
    const plan = await standardPlan();
    const targets = { ...TARGETS, 3: { first: 480, next: 480, resolution: null } };
    const body = { calendarId: calendar.id, targets };
    const changed = await admin.patchPlan({ params: { id: plan.id }, version: plan.version, body });
    expect(changed.calendarId).toBe(calendar.id);
    await expect(admin.deleteCalendar({ params: { id: calendar.id } })).rejects.toMatchObject({ code: 'in_use' });

    const anna = await test.as('anna@acme.example');
    const engineer = await test.as('engineer@vendor.example');
    const file = { desk: 'support', kind: 'update', subject: 'Slow', text: 'It is slow.', severity: 3 } as const;
    const filed = await anna.createRequest({ body: file });
    const params = { id: filed.id };
    expect(filed.promiseAt).toBe(addWorkingTime(WEEKDAYS, new Date(filed.createdAt), 480).toISOString());

    const row = () =>
      test.platform.db
        .selectFrom('app.requests')
        .select(['promise_left', 'status_since', 'last_message_at'])
        .where('id', '=', filed.id)
        .executeTakeFirstOrThrow();
    // As if it had been filed long ago.
    const promised = addWorkingTime(WEEKDAYS, new Date(), 75);
    await test.platform.db
      .updateTable('app.requests')
      .set({ promise_at: promised })
      .where('id', '=', filed.id)
      .execute();
    await engineer.setRequestStatus({ params, body: { status: 'waiting_for_customer' } });
    expect(await anna.getRequest({ params })).toMatchObject({ promiseAt: null, promisePaused: true });
    const { promise_left: left, status_since: stopped } = await row();
    expect(left).toBe(workingTimeBetween(WEEKDAYS, stopped, promised));
    expect(left).toBeGreaterThan(70);

    await anna.createMessage({ params, body: { text: 'Here is more.' } });
    const goesOn = addWorkingTime(WEEKDAYS, (await row()).last_message_at, left ?? 0);
    expect((await anna.getRequest({ params })).promiseAt).toBe(goesOn.toISOString());

    await engineer.createMessage({ params, body: { text: 'We are on it.' } });
    const renewed = addWorkingTime(WEEKDAYS, (await row()).last_message_at, 480);
    expect((await anna.getRequest({ params })).promiseAt).toBe(renewed.toISOString());

    // The same eight hours, now of every day; then one hour of them.
    const { id, version } = calendar;
    const daily = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' }));
    await admin.patchCalendar({ params: { id }, version, body: { hours: daily, holidays: [] } });
    const said = (await row()).last_message_at.getTime();
    const within = (at: string | null, minutes: number) => {
      const late = Date.parse(at ?? '') - said - minutes * 60_000;
      expect(late).toBeGreaterThanOrEqual(0);
      // As long as it took until the calendar was changed, where nobody worked meanwhile.
      expect(late).toBeLessThan(60_000);
    };
    within((await anna.getRequest({ params })).promiseAt, 480);
    const hour = { first: 60, next: 60, resolution: null };
    const sooner = { body: { targets: { ...TARGETS, 3: hour } }, params: { id: plan.id }, version: changed.version };
    await admin.patchPlan(sooner);
    within((await anna.getRequest({ params })).promiseAt, 60);
  });

  it('is refused where its plans would let customers wait longer than everybody else', async () => {
    const calendar = await admin.createCalendar({ body: newCalendar() });
    const slow = { ...TARGETS, 4: { first: 481, next: 60, resolution: null } };
    const name = `Plan ${randomUUID()}`;
    const plan = { name, targets: slow, calendarId: calendar.id };
    // From Friday evening to Monday evening are 72 hours, and one minute more is Tuesday.
    await expect(admin.createPlan({ body: plan })).rejects.toMatchObject({ code: 'plan_slower_than_public' });
    const whole = { ...slow, 4: { first: 480, next: 60, resolution: null } };
    await admin.createPlan({ body: { ...plan, targets: whole } });
    const params = { id: calendar.id };
    const less = WEEKDAYS.hours.slice(1);
    await expect(admin.patchCalendar({ params, version: 1, body: { hours: less } })).rejects.toMatchObject({
      code: 'plan_slower_than_public',
    });
    await admin.patchCalendar({ params, version: 1, body: { timeZone: 'America/New_York' } });
    await expect(
      admin.createPlan({ body: { ...plan, name: `${name} too`, calendarId: randomUUID() } }),
    ).rejects.toMatchObject({ fields: [{ pointer: '/calendarId', code: 'not_one_of' }] });
  });
});
