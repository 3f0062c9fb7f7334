import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addWorkingTime, AROUND_THE_CLOCK, longestWait, minuteOf, workingTimeBetween } from './working-time.ts';
import type { WorkingHours } from './working-time.ts';

const MINUTE = 60_000;
/** Around these days the clocks of the zones are changed; Kolkata's never are. */
const ZONES: Record<string, string[]> = {
  'Europe/Berlin': ['2026-03-29', '2026-10-25'],
  'America/New_York': ['2026-03-08', '2026-11-01'],
  'Asia/Kolkata': ['2026-03-29'],
  'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],
  // At midnight, so that one date has 23 hours and another comes back.
  'America/Santiago': ['2026-04-05', '2026-09-06'],
  'Africa/Cairo': ['2026-04-24', '2026-10-30'],
};

/** What a clock on the wall says, asked for one minute only. */
function isWorked({ timeZone, hours, holidays }: WorkingHours, at: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const minute = local.hour * 60 + local.minute;
  const date = local.toPlainDate().toString();
  return (
    holidays.every((holiday) => holiday.date !== date) &&
    hours.some(({ day, from, to }) => day === local.dayOfWeek && minuteOf(from) <= minute && minute < minuteOf(to))
  );
}

/** The slow way: minute by minute. */
function slowlyAdded(calendar: WorkingHours, since: number, minutes: number): number {
  let at = since;
  for (let left = minutes; left > 0; at += MINUTE) if (isWorked(calendar, at)) left -= 1;
  return at;
}
function slowlyCounted(calendar: WorkingHours, since: number, until: number): number {
  let worked = 0;
  for (let at = since; at < until; at += MINUTE) if (isWorked(calendar, at)) worked += 1;
  return worked;
}

const written = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
/** Up to three spans of a day that do not overlap, often about the hours at which clocks are changed. */
const spansOf = (day: number) =>
  fc
    .uniqueArray(fc.oneof(fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 0, max: 240 })), { maxLength: 6 })
    .map((cuts) => {
      const sorted = cuts.toSorted((one, other) => one - other);
      return sorted.flatMap((from, at) => {
        const to = sorted[at + 1];
        return at % 2 === 0 && to !== undefined ? [{ day, from: written(from), to: written(to) }] : [];
      });
    });
const week = fc
  .tuple(...[1, 2, 3, 4, 5, 6, 7].map(spansOf))
  .map((days) => days.flat())
  // Else the slow way is too slow.
  .filter((hours) => hours.reduce((sum, { from, to }) => sum + minuteOf(to) - minuteOf(from), 0) >= 600);

const situation = fc
  .constantFrom(...Object.entries(ZONES).flatMap(([timeZone, days]) => days.map((day) => ({ timeZone, day }))))
  .chain(({ timeZone, day }) => {
    const middle = Date.parse(day);
    const near = fc.integer({ min: -4, max: 4 }).map((days) => ({
      date: new Date(middle + days * 86_400_000).toISOString().slice(0, 10),
    }));
    return fc.record({
      calendar: fc.record({
        timeZone: fc.constant(timeZone),
        hours: week,
        holidays: fc.uniqueArray(near, { maxLength: 3, selector: ({ date }) => date }),
      }),
      since: fc.integer({ min: -3 * 1440, max: 2 * 1440 }).map((minutes) => middle + minutes * MINUTE),
      minutes: fc.integer({ min: 1, max: 1500 }),
    });
  });

describe('working time', () => {
  it('is what a clock on the wall says minute by minute, over changes of clocks', () => {
    fc.assert(
      fc.property(situation, ({ calendar, since, minutes }) => {
        const end = addWorkingTime(calendar, new Date(since), minutes).getTime();
        expect(end).toBe(slowlyAdded(calendar, since, minutes));
        expect(workingTimeBetween(calendar, new Date(since), new Date(end))).toBe(minutes);
        const until = since + 2 * 1440 * MINUTE;
        expect(workingTimeBetween(calendar, new Date(since), new Date(until))).toBe(
          slowlyCounted(calendar, since, until),
        );
      }),
      { numRuns: 60 },
    );
  });

  const office: WorkingHours = {
    timeZone: 'Europe/Berlin',
    hours: [1, 2, 3, 4, 5].flatMap((day) => [
      { day, from: '09:00', to: '12:00' },
      { day, from: '13:00', to: '18:00' },
    ]),
    holidays: [{ date: '2026-12-25' }],
  };
  it.each([
    ['within a span', '2026-11-23T09:00:00.250Z', 60, '2026-11-23T10:00:00.250Z'],
    ['over the break at noon', '2026-11-23T10:30:00Z', 60, '2026-11-23T12:30:00Z'],
    ['to the end of a day, not to the next morning', '2026-11-23T08:00:00Z', 480, '2026-11-23T17:00:00Z'],
    ['from a weekend on', '2026-11-28T03:00:00Z', 30, '2026-11-30T08:30:00Z'],
    ['over a holiday and a weekend', '2026-12-24T16:30:00Z', 60, '2026-12-28T08:30:00Z'],
    ['over the end of summer time', '2026-10-23T15:30:00Z', 60, '2026-10-26T08:30:00Z'],
  ])('ends %s', (_what, since, minutes, end) => {
    expect(addWorkingTime(office, new Date(since), minutes).toISOString()).toBe(new Date(end).toISOString());
  });

  it('is plain time around the clock', () => {
    const since = new Date('2026-03-29T00:59:59.999Z');
    expect(addWorkingTime(AROUND_THE_CLOCK, since, 100_000)).toEqual(new Date(since.getTime() + 100_000 * MINUTE));
    expect(workingTimeBetween(AROUND_THE_CLOCK, since, new Date(since.getTime() + 1500))).toBe(0.025);
    expect(workingTimeBetween(AROUND_THE_CLOCK, since, since)).toBe(0);
  });

  it('is quick over ten years', () => {
    const since = new Date('2026-01-01T00:00:00Z');
    const start = performance.now();
    const end = addWorkingTime(office, since, 10 * 52 * 5 * 480);
    const minutes = workingTimeBetween(office, since, end);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(end.getUTCFullYear()).toBe(2035);
    expect(minutes).toBe(10 * 52 * 5 * 480);
  });

  it('knows the longest that a promise can take', () => {
    expect(longestWait(AROUND_THE_CLOCK, 480)).toBe(480);
    // From Friday evening to Monday evening.
    expect(longestWait(office, 480)).toBe(72 * 60);
  });

  it('refuses to look for work where there is none', () => {
    const never = { ...office, hours: [] };
    expect(() => addWorkingTime(never, new Date(0), 1)).toThrow(RangeError);
  });
});
