import type { CreateCalendar, PatchCalendar } from '@companyaccount/contract/admin-calendars';
import { updatePromises } from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { addWorkingTime, isTimeZone, type WorkingHours } from '#platform/working-time.ts';
import {
  type CalendarColumns,
  deleteCalendarRow,
  insertCalendar,
  listPlansBy,
  loadCalendarRow,
  presentCalendar,
  updateCalendar,
} from './calendars-store.ts';
import { inOrder, isWorkedEnough, wrongSpan } from './calendar.ts';
import { firstDouble, isSameList } from './catalogue.ts';
import { isNameTaken, lockCatalogue } from './catalogue-store.ts';
import { refuseSlower } from './edit-plan.ts';

async function refuseTakenName(tx: Tx, name: string, except: string | null = null): Promise<void> {
  if (await isNameTaken(tx, 'app.calendars', name, except)) throw refuseField('/name', 'taken');
}

/** Refuses what no clock could follow, by its field. */
function refuseWrong({ timeZone, hours, holidays }: PatchCalendar): void {
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw refuseField('/timeZone', 'not_one_of');
  if (hours !== undefined) {
    const wrong = wrongSpan(hours);
    if (wrong !== null) throw refuseField(`/hours/${wrong}`, 'invalid');
    if (!isWorkedEnough(hours)) throw refuseField('/hours', 'too_short');
  }
  const double = holidays === undefined ? null : firstDouble(holidays.map(({ date }) => date));
  if (double !== null) throw refuseField(`/holidays/${double}/date`, 'taken');
}

/** What is given, as the table keeps it: in the order of time. */
const columnsOf = ({ name, timeZone, hours, holidays }: PatchCalendar): Partial<CalendarColumns> => ({
  ...(name === undefined ? {} : { name }),
  ...(timeZone === undefined ? {} : { time_zone: timeZone }),
  ...(hours === undefined ? {} : { hours: JSON.stringify(inOrder(hours)) }),
  ...(holidays === undefined
    ? {}
    : {
        holidays: JSON.stringify(
          holidays
            .map(({ date, name: of }) => ({ date, name: of.trim() }))
            .toSorted((one, other) => (one.date < other.date ? -1 : 1)),
        ),
      }),
});

/** Adds a calendar; answers with its id. */
export async function createCalendar(tx: Tx, body: CreateCalendar, at: Date): Promise<string> {
  refuseWrong(body);
  await lockCatalogue(tx, 'app.calendars');
  await refuseTakenName(tx, body.name);
  const id = await insertCalendar(tx, columnsOf(body) as CalendarColumns, at);
  await audit(tx, 'calendar.created', { type: 'calendar', id }, { name: body.name });
  return id;
}

/** Changes a calendar that is still at `version`, and counts promises by it anew; that of the program stays as it is. */
export async function editCalendar(
  tx: Tx,
  id: string,
  version: number,
  body: PatchCalendar,
  publicMinutes: number | null,
  now: Date,
): Promise<void> {
  // Meanwhile no plan begins to count by it.
  await lockCatalogue(tx, 'app.support_plans');
  await lockCatalogue(tx, 'app.calendars');
  const row = await loadCalendarRow(tx, id);
  if (row.built_in) throw new Refusal('forbidden');
  if (row.version !== version) throw new Refusal('version_moved');
  refuseWrong(body);
  const calendar = presentCalendar(row);
  const fields = (Object.keys(body) as (keyof PatchCalendar)[]).filter(
    (field) => !isSameList([body[field]], [calendar[field]]),
  );
  if (fields.length === 0) return;
  if (body.name !== undefined) await refuseTakenName(tx, body.name, id);
  const changed: WorkingHours = { ...calendar, ...body };
  const plans = await listPlansBy(tx, id);
  for (const { targets } of plans) refuseSlower(targets, changed, publicMinutes);
  for (const { id: planId, targets } of plans) {
    await updatePromises(tx, planId, { targets, calendar }, { targets, calendar: changed }, now);
  }
  await updateCalendar(tx, id, columnsOf(body));
  await audit(tx, 'calendar.changed', { type: 'calendar', id }, { name: body.name ?? calendar.name, fields });
}

/** Deletes a calendar by which no plan counts. */
export async function deleteCalendar(tx: Tx, id: string): Promise<void> {
  await lockCatalogue(tx, 'app.support_plans');
  const row = await loadCalendarRow(tx, id);
  if (row.built_in) throw new Refusal('forbidden');
  if (row.plans > 0) throw new Refusal('in_use');
  await deleteCalendarRow(tx, id);
  await audit(tx, 'calendar.deleted', { type: 'calendar', id }, { name: row.name });
}

/** When so many working minutes that begin now would be over, in a calendar that nobody has saved. */
export function tryCalendar(calendar: WorkingHours & PatchCalendar, minutes: number, now: Date): Date {
  refuseWrong(calendar);
  return addWorkingTime(calendar, now, minutes);
}
