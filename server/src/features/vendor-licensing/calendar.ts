import type { CalendarSpan } from '@companyaccount/contract/admin-calendars';
import { minuteOf } from '#platform/working-time.ts';

/** Fewer minutes of work a week would let a promise take longer than anybody plans ahead. */
const WEEK_MINUTES_MIN = 60;

/** The place of the first span that ends before it begins or that another one overlaps, or null. */
export function wrongSpan(hours: readonly CalendarSpan[]): number | null {
  const ends = hours.map(({ day, from, to }) => ({ day, from: minuteOf(from), to: minuteOf(to) }));
  const at = ends.findIndex(
    (span, place) =>
      span.from >= span.to ||
      ends.some(
        (other, otherPlace) =>
          otherPlace < place && other.day === span.day && other.from < span.to && span.from < other.to,
      ),
  );
  return at < 0 ? null : at;
}

/** Whether enough is worked in a week for promises to end. */
export const isWorkedEnough = (hours: readonly CalendarSpan[]): boolean =>
  hours.reduce((sum, { from, to }) => sum + minuteOf(to) - minuteOf(from), 0) >= WEEK_MINUTES_MIN;

/** Spans in the order of the week. */
export const inOrder = (hours: readonly CalendarSpan[]): CalendarSpan[] =>
  hours.toSorted((one, other) => one.day - other.day || minuteOf(one.from) - minuteOf(other.from));
