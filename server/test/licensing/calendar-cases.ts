import { randomUUID } from 'node:crypto';
import type { CreateCalendar } from '@companyaccount/contract/admin-calendars';
import { calendarOf, type WorkingHours } from '#platform/working-time.ts';
import type { TestApp } from '../harness/test-app.ts';
import { TARGETS } from './catalogue-samples.ts';

/** Weekdays in Berlin with a break at noon, and one holiday. */
export const WEEKDAYS = {
  timeZone: 'Europe/Berlin',
  hours: [1, 2, 3, 4, 5].flatMap((day) => [
    { day, from: '09:00', to: '12:00' },
    { day, from: '13:00', to: '18:00' },
  ]),
  holidays: [{ date: '2026-12-25', name: 'Christmas' }],
};

/** A calendar with a name that nobody has had. */
export const newCalendar = (): CreateCalendar => ({ name: `Calendar ${randomUUID()}`, ...WEEKDAYS });

const newPlan = () => ({ name: `Plan ${randomUUID()}`, targets: TARGETS });

/** A new calendar, as the parameters of a call. */
export async function onNewCalendar(test: TestApp): Promise<{ params: { id: string } }> {
  const { id } = await (await test.as('admin@vendor.example')).createCalendar({ body: newCalendar() });
  return { params: { id } };
}

/** How the routes of calendars, and of the plans that count by them, are called by every kind of actor. */
export function calendarCases(test: () => TestApp) {
  const onNewPlan = (more: object) => async () => {
    const admin = await test().as('admin@vendor.example');
    return { params: { id: (await admin.createPlan({ body: newPlan() })).id }, ...more };
  };
  return {
    listCataloguePlans: {},
    createPlan: { given: () => ({ body: newPlan() }) },
    getCataloguePlan: { given: onNewPlan({}) },
    patchPlan: { given: onNewPlan({ body: {}, headers: { 'if-match': '"1"' } }) },
    deletePlan: { given: onNewPlan({}) },
    listCalendars: {},
    createCalendar: { given: () => ({ body: newCalendar() }) },
    previewCalendar: { given: () => ({ body: { ...WEEKDAYS, minutes: 480 } }) },
    getCalendar: { given: () => onNewCalendar(test()) },
    patchCalendar: {
      given: async () => ({ ...(await onNewCalendar(test())), body: {}, headers: { 'if-match': '"1"' } }),
    },
    deleteCalendar: { given: () => onNewCalendar(test()) },
  };
}

/** The calendar of the demo's slower plan, which is that of Acme. */
export async function demoWeekdays({ platform: { db } }: TestApp): Promise<WorkingHours> {
  return calendarOf(
    await db.selectFrom('app.calendars').selectAll().where('name', '=', 'Weekdays in Berlin').executeTakeFirstOrThrow(),
  );
}
