import { CalendarDay, CatalogueName } from './admin-catalogue.ts';
import { listOf, pageQuery } from './lists.ts';
import { route } from './route.ts';
import { IdParams, object, ref, type Static, Timestamp, Type, Uuid } from './schema.ts';

/** Local time of day. */
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d';

/** Working hours of a weekday, Monday being 1; only an end may be 24:00. */
export const CalendarSpan = object({
  day: Type.Integer({ minimum: 1, maximum: 7 }),
  from: Type.String({ pattern: `^${TIME}$` }),
  to: Type.String({ pattern: `^(?:${TIME}|24:00)$` }),
});
export type CalendarSpan = Static<typeof CalendarSpan>;

/** A day on which nobody works. */
export const CalendarHoliday = object({ date: CalendarDay, name: Type.String({ maxLength: 100 }) });
export type CalendarHoliday = Static<typeof CalendarHoliday>;

const workingFields = {
  timeZone: Type.String({ maxLength: 60, description: 'an IANA name such as Europe/Berlin' }),
  /** May not overlap, and add up to an hour a week. */
  hours: Type.Array(CalendarSpan, { minItems: 1, maxItems: 70 }),
  /** One entry a date. */
  holidays: Type.Array(CalendarHoliday, { maxItems: 500 }),
};
const calendarFields = { name: CatalogueName, ...workingFields };

export const SupportCalendar = object(
  {
    id: Uuid,
    ...calendarFields,
    /** Around the clock; comes with the program and stays as it is. */
    builtIn: Type.Boolean(),
    /** How many support plans work by it; while any does, it cannot be deleted. */
    plans: Type.Integer(),
    version: Type.Integer(),
  },
  'SupportCalendar',
);
export type SupportCalendar = Static<typeof SupportCalendar>;

export const CreateCalendar = object(calendarFields, 'CreateCalendar');
export type CreateCalendar = Static<typeof CreateCalendar>;
/** Lists replace the whole list. */
export const PatchCalendar = object(
  {
    name: Type.Optional(calendarFields.name),
    timeZone: Type.Optional(calendarFields.timeZone),
    hours: Type.Optional(calendarFields.hours),
    holidays: Type.Optional(calendarFields.holidays),
  },
  'PatchCalendar',
);
export type PatchCalendar = Static<typeof PatchCalendar>;

export const adminCalendarRoutes = {
  listCalendars: route({
    method: 'GET',
    path: '/api/v1/admin/calendars',
    summary: 'Calendars by which support plans count, oldest first',
    permission: 'admin',
    query: object({ ...pageQuery }),
    status: 200,
    reply: listOf(ref(SupportCalendar)),
  }),
  createCalendar: route({
    method: 'POST',
    path: '/api/v1/admin/calendars',
    summary: 'Add a calendar',
    permission: 'admin',
    body: ref(CreateCalendar),
    status: 201,
    reply: ref(SupportCalendar),
    idempotent: true,
  }),
  previewCalendar: route({
    method: 'POST',
    path: '/api/v1/admin/calendars/preview',
    summary: 'When a promise of so many working minutes that is given now would end; nothing is saved',
    permission: 'admin',
    body: object({ ...workingFields, minutes: Type.Integer({ minimum: 1, maximum: 10_080 }) }),
    status: 200,
    reply: object({ now: Timestamp, endsAt: Timestamp }),
  }),
  getCalendar: route({
    method: 'GET',
    path: '/api/v1/admin/calendars/:id',
    summary: 'One calendar',
    permission: 'admin',
    params: IdParams,
    status: 200,
    reply: ref(SupportCalendar),
  }),
  patchCalendar: route({
    method: 'PATCH',
    path: '/api/v1/admin/calendars/:id',
    summary: 'Change a calendar; promises that run by it are counted anew',
    permission: 'admin',
    params: IdParams,
    body: ref(PatchCalendar),
    status: 200,
    reply: ref(SupportCalendar),
    versioned: true,
    errors: ['plan_slower_than_public'],
  }),
  deleteCalendar: route({
    method: 'DELETE',
    path: '/api/v1/admin/calendars/:id',
    summary: 'Delete a calendar by which no plan counts',
    permission: 'admin',
    params: IdParams,
    status: 204,
    reply: null,
    errors: ['in_use'],
  }),
};
