import type { CalendarHoliday, CalendarSpan, SupportCalendar } from '@companyaccount/contract';

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
type Weekday = (typeof WEEKDAYS)[number];

/** A calendar as it is typed: the hours of a day are one line, such as `09:00–12:00, 13:00–18:00`. */
export interface CalendarText {
  name: string;
  timeZone: string;
  days: Record<Weekday, string>;
  holidays: CalendarHoliday[];
}

const OFFICE = '09:00–18:00';
/** Office hours where the reader is. */
export const newCalendar = (timeZone: string): CalendarText => ({
  name: '',
  timeZone,
  days: { 1: OFFICE, 2: OFFICE, 3: OFFICE, 4: OFFICE, 5: OFFICE, 6: '', 7: '' },
  holidays: [],
});

/** The spans of one day as a line; empty where nobody works. */
export const lineOf = (hours: readonly CalendarSpan[], day: number): string =>
  hours
    .filter((span) => span.day === day)
    .map(({ from, to }) => `${from}–${to}`)
    .join(', ');

export const calendarTextOf = ({ name, timeZone, hours, holidays }: SupportCalendar): CalendarText => {
  const line = (day: Weekday) => lineOf(hours, day);
  return {
    name,
    timeZone,
    days: { 1: line(1), 2: line(2), 3: line(3), 4: line(4), 5: line(5), 6: line(6), 7: line(7) },
    holidays: [...holidays],
  };
};

/** A time as people write it: `9`, `9:30`, `09.30`; null for anything else. */
function timeOf(text: string): string | null {
  const [, hour = '', minute = '00'] = /^(\d{1,2})(?:[:.](\d{2}))?$/u.exec(text.trim()) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  if (hour === '' || Number(minute) > 59 || minutes > 1440) return null;
  return `${hour.padStart(2, '0')}:${minute}`;
}

/** The spans that a line of a day names, in order; null where it is none, or one overlaps another. */
export function spansOf(line: string, day: number): CalendarSpan[] | null {
  if (line.trim() === '') return [];
  const spans = line.split(/[,;]/u).map((part) => {
    const [from, to, ...more] = part.split(/[-–—]/u).map(timeOf);
    return from == null || to == null || more.length > 0 || from >= to ? null : { day, from, to };
  });
  const known = spans.filter((span) => span !== null);
  if (known.length < spans.length) return null;
  const sorted = known.toSorted((one, other) => (one.from < other.from ? -1 : 1));
  return sorted.some(({ from }, place) => from < (sorted[place - 1]?.to ?? '')) ? null : sorted;
}

/** The hours of a week as they are sent; null while a line of it cannot be read, or when nobody ever works. */
export function hoursOf(days: CalendarText['days']): CalendarSpan[] | null {
  const read = WEEKDAYS.map((day) => spansOf(days[day], day));
  const hours = read.flatMap((spans) => spans ?? []);
  return read.includes(null) || hours.length === 0 ? null : hours;
}

/** Days in a row with the same hours, for a summary of the week; days off are left out. */
export function daysAlike(hours: readonly CalendarSpan[]): { first: number; last: number; line: string }[] {
  const groups: { first: number; last: number; line: string }[] = [];
  for (const day of WEEKDAYS) {
    const line = lineOf(hours, day);
    const before = groups.at(-1);
    if (line === '') continue;
    if (before?.last === day - 1 && before.line === line) before.last = day;
    else groups.push({ first: day, last: day, line });
  }
  return groups;
}
