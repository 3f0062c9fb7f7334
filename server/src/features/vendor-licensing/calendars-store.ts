import type { SupportCalendar } from '@companyaccount/contract/admin-calendars';
import type { PlanTargets } from '@companyaccount/contract/admin-catalogue';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';
import { newId } from '#platform/ids.ts';

const calendarRows = (db: Db | Tx) =>
  db
    .selectFrom('app.calendars as c')
    .select(['c.id', 'c.name', 'c.time_zone', 'c.hours', 'c.holidays', 'c.built_in', 'c.version', 'c.created_at'])
    .select((eb) =>
      eb
        .selectFrom('app.support_plans as p')
        .select(sql<number>`count(*)::int`.as('plans'))
        .whereRef('p.calendar_id', '=', 'c.id')
        .$asScalar()
        .$notNull()
        .as('plans'),
    );

/** Calendars, oldest first, one more than a page. */
export async function listCalendarRows(db: Db, query: { 'page[size]'?: number; 'page[after]'?: string }) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return calendarRows(db)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(c.created_at, c.id) > (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('c.created_at')
    .orderBy('c.id')
    .limit(pageSize(query) + 1)
    .execute();
}
export type CalendarRow = Awaited<ReturnType<typeof listCalendarRows>>[number];

export const findCalendarRow = (db: Db | Tx, id: string): Promise<CalendarRow | undefined> =>
  calendarRows(db).where('c.id', '=', id).executeTakeFirst();

/** One calendar. Throws `not_found`. */
export async function loadCalendarRow(db: Db | Tx, id: string): Promise<CalendarRow> {
  const row = await findCalendarRow(db, id);
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

export const presentCalendar = (row: CalendarRow): SupportCalendar => ({
  id: row.id,
  name: row.name,
  timeZone: row.time_zone,
  hours: row.hours as SupportCalendar['hours'],
  holidays: row.holidays as SupportCalendar['holidays'],
  builtIn: row.built_in,
  plans: row.plans,
  version: row.version,
});

export interface CalendarColumns {
  name: string;
  time_zone: string;
  /** As JSON. */
  hours: string;
  holidays: string;
}

export async function insertCalendar(tx: Tx, columns: CalendarColumns, at: Date): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.calendars')
    .values({ id, ...columns, created_at: at })
    .execute();
  return id;
}

/** Changes columns and counts the version on. */
export async function updateCalendar(tx: Tx, id: string, columns: Partial<CalendarColumns>): Promise<void> {
  await tx
    .updateTable('app.calendars')
    .set((eb) => ({ ...columns, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export async function deleteCalendarRow(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.calendars').where('id', '=', id).execute();
}

/** The calendar of the program, around the clock. */
export async function findBuiltIn(tx: Tx): Promise<CalendarRow> {
  return calendarRows(tx).where('c.built_in', '=', true).executeTakeFirstOrThrow();
}

/** The plans that count by a calendar, with their targets. */
export async function listPlansBy(tx: Tx, calendarId: string): Promise<{ id: string; targets: PlanTargets }[]> {
  const rows = await tx
    .selectFrom('app.support_plans')
    .select(['id', 'targets'])
    .where('calendar_id', '=', calendarId)
    .execute();
  return rows.map(({ id, targets }) => ({ id, targets: targets as PlanTargets }));
}
