import { REPORT_PERIODS_MAX, type ReportPeriod } from '@companyaccount/contract/reports';

/** Days of the calendar from one to another, both included, as `YYYY-MM-DD`. */
export interface Stretch {
  from: string;
  to: string;
}

const date = (text: string) => Temporal.PlainDate.from(text);
const earlier = (one: string, other: string) => (one < other ? one : other);

function endOf(day: Temporal.PlainDate, period: ReportPeriod): Temporal.PlainDate {
  if (period === 'day') return day;
  if (period === 'week') return day.add({ days: 7 - day.dayOfWeek });
  return day.with({ day: day.daysInMonth });
}

/** A stretch cut into days, weeks (which begin on Monday) or months; null where those would be too many. */
export function periodsOf({ from, to }: Stretch, period: ReportPeriod): Stretch[] | null {
  const periods: Stretch[] = [];
  for (let start = date(from); start.toString() <= to;) {
    if (periods.length === REPORT_PERIODS_MAX) return null;
    const end = endOf(start, period);
    periods.push({ from: start.toString(), to: earlier(end.toString(), to) });
    start = end.add({ days: 1 });
  }
  return periods;
}

/** The whole months within a stretch, and the days beside them. */
export function partsOf(stretch: Stretch): { months: Stretch | null; days: Stretch[] } {
  const { from, to } = stretch;
  const first = date(from).day === 1 ? date(from) : date(from).with({ day: 1 }).add({ months: 1 });
  // The first day behind the last whole month.
  const behind = date(to).add({ days: 1 }).with({ day: 1 });
  if (Temporal.PlainDate.compare(first, behind) >= 0) return { months: null, days: [stretch] };
  const days = [
    { from, to: first.subtract({ days: 1 }).toString() },
    { from: behind.toString(), to },
  ].filter((part) => part.from <= part.to);
  return { months: { from: first.toString(), to: behind.subtract({ days: 1 }).toString() }, days };
}

/** The month that a day belongs to, by its first day. */
export const monthOf = (day: string): string => `${day.slice(0, 8)}01`;
/** The first and last day of a month, of which any day is given. */
export const monthAround = (day: string): Stretch => ({
  from: monthOf(day),
  to: endOf(date(day), 'month').toString(),
});

/** When a day is over in a time zone, in epoch milliseconds. */
export const endOfDay = (day: string, timeZone: string): number =>
  date(day).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;

/** How many days there are from one to another, both included. */
export const dayCount = (from: string, to: string): number => date(from).until(date(to)).days + 1;

/** Every day from one to another, both included. */
export function* daysBetween(from: string, to: string): Generator<string> {
  for (let day = date(from); day.toString() <= to; day = day.add({ days: 1 })) yield day.toString();
}
