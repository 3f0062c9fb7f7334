/** Working hours of a weekday in local time, from one minute to another; `to` may be 24:00. Monday is 1. */
export interface Span {
  day: number;
  from: string;
  to: string;
}

/** When somebody works: spans of the weekdays in a time zone, and whole days off as `YYYY-MM-DD`. */
export interface WorkingHours {
  timeZone: string;
  hours: readonly Span[];
  holidays: readonly { date: string }[];
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const WEEK_DAYS = 7;
/** What weekday the first day of the epoch was, Monday being 0. */
const EPOCH_WEEKDAY = 3;

/** Works all the time. */
export const AROUND_THE_CLOCK: WorkingHours = {
  timeZone: 'UTC',
  hours: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })),
  holidays: [],
};

/** Minutes since midnight of a time like `09:30`. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** The spans of each weekday in milliseconds since midnight, in order, Monday first. */
const spansOfWeek = (hours: readonly Span[]): [number, number][][] =>
  Array.from({ length: WEEK_DAYS }, (_none, day) =>
    hours
      .filter((span) => span.day === day + 1)
      .map(({ from, to }): [number, number] => [minuteOf(from) * MINUTE, minuteOf(to) * MINUTE])
      .toSorted(([one], [other]) => one - other),
  );

/**
 * What is worked from a moment on, as pairs of epoch milliseconds in order, without an end. A moment is worked when the
 * clock on the wall says so: an hour that daylight saving skips is not worked, one that it repeats is worked twice.
 */
function* workedSince({ timeZone, hours, holidays }: WorkingHours, since: number): Generator<[number, number]> {
  const week = spansOfWeek(hours);
  if (!week.some((spans) => spans.length > 0)) throw new RangeError('a calendar without working hours never ends');
  const off = new Set(holidays.map(({ date }) => Date.parse(date) / DAY));
  let zoned = Temporal.Instant.fromEpochMilliseconds(since).toZonedDateTimeISO(timeZone);
  for (;;) {
    // Until its clocks are changed, a zone is no more than a distance from UTC.
    const start = zoned.epochMilliseconds;
    const offset = zoned.offsetNanoseconds / 1e6;
    const change = zoned.getTimeZoneTransition('next');
    const end = change?.epochMilliseconds ?? Infinity;
    for (let day = Math.floor((start + offset) / DAY); day * DAY - offset < end; day += 1) {
      if (off.has(day)) continue;
      const midnight = day * DAY - offset;
      for (const [from, to] of week[(((day + EPOCH_WEEKDAY) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS] ?? []) {
        const [first, last] = [Math.max(midnight + from, start), Math.min(midnight + to, end)];
        if (first < last) yield [first, last];
      }
    }
    if (change === null) return;
    zoned = change;
  }
}

/** When so many minutes have been worked since a moment, at the earliest. Throws where nothing is ever worked. */
export function addWorkingTime(calendar: WorkingHours, since: Date, minutes: number): Date {
  // Clocks are kept to the millisecond.
  let left = Math.round(minutes * MINUTE);
  if (left <= 0) return since;
  for (const [from, to] of workedSince(calendar, since.getTime())) {
    if (left <= to - from) return new Date(from + left);
    left -= to - from;
  }
  throw new RangeError('time has come to an end');
}

/** Minutes that are worked between two moments, with fractions; 0 where the second is not later. */
export function workingTimeBetween(calendar: WorkingHours, since: Date, until: Date): number {
  const end = until.getTime();
  let worked = 0;
  if (since.getTime() >= end) return worked;
  for (const [from, to] of workedSince(calendar, since.getTime())) {
    if (from >= end) break;
    worked += Math.min(to, end) - from;
  }
  return worked / MINUTE;
}

/** A Monday in the epoch's second week. */
const MONDAY = new Date('1970-01-05T00:00:00Z').getTime();

/**
 * The longest that so many working minutes can take on the clock, in minutes: begun when a span has just ended. Counted
 * in a week without holidays and without a change of clocks, so that it is the same on every day that one asks.
 */
export function longestWait({ hours }: WorkingHours, minutes: number): number {
  const plain: WorkingHours = { timeZone: 'UTC', hours, holidays: [] };
  const waits = hours.map(({ day, to }) => {
    const since = MONDAY + (day - 1) * DAY + minuteOf(to) * MINUTE;
    return (addWorkingTime(plain, new Date(since), minutes).getTime() - since) / MINUTE;
  });
  return Math.max(...waits);
}

/** How tables keep a calendar; what is in it was checked when it was saved. */
interface CalendarRow {
  time_zone: string;
  hours: unknown;
  holidays: unknown;
}

/** The working hours that a row of the database holds. */
export const calendarOf = ({ time_zone: timeZone, hours, holidays }: CalendarRow): WorkingHours => ({
  timeZone,
  hours: hours as Span[],
  holidays: holidays as { date: string }[],
});

/** The longest of all that a plan promises to say, in its minutes. */
export const slowestOf = (targets: Readonly<Record<string, { first: number; next: number }>>): number =>
  Math.max(0, ...Object.values(targets).flatMap(({ first, next }) => [first, next]));

/** Whether it is the name of a time zone. A mere distance from UTC is none: it knows no changes of clocks. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/u.test(name)) return false;
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId !== '';
  } catch {
    return false;
  }
}
