import { adminCalendarRoutes } from '@companyaccount/contract/admin-calendars';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { listCalendarRows, loadCalendarRow, presentCalendar } from './calendars-store.ts';
import { publicMinutesOf } from './catalogue.ts';
import { createCalendar, deleteCalendar, editCalendar, tryCalendar } from './edit-calendar.ts';

/** Handlers of calendars, as the vendor's admins keep them. */
export function calendarHandlers({ db, clock, config }: Platform): Handlers<typeof adminCalendarRoutes> {
  return {
    listCalendars: async ({ query }) =>
      page(adminCalendarRoutes.listCalendars, { query }, await listCalendarRows(db, query), presentCalendar, (row) => ({
        value: row.created_at.toISOString(),
        id: row.id,
      })),
    createCalendar: async ({ actor, body, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { personId: actor.personId, companyId: null, route: 'createCalendar', key, body };
        const id = await once(tx, onceKey, () => createCalendar(tx, body, clock()));
        return presentCalendar(await loadCalendarRow(tx, id));
      }),
    previewCalendar: async ({ body: { minutes, ...calendar } }) => {
      const now = clock();
      return { now: now.toISOString(), endsAt: tryCalendar(calendar, minutes, now).toISOString() };
    },
    getCalendar: async ({ params: { id } }) => presentCalendar(await loadCalendarRow(db, id)),
    patchCalendar: async ({ actor, params: { id }, body, version }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await editCalendar(tx, id, version, body, publicMinutesOf(config), clock());
        return presentCalendar(await loadCalendarRow(tx, id));
      }),
    deleteCalendar: async ({ actor, params: { id } }) => transact(db, scopeOf(actor), (tx) => deleteCalendar(tx, id)),
  };
}
