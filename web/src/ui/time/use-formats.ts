import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface Formats {
  /** Day and time, in full. */
  exact: (time: string) => string;
  /** Time of the day. */
  time: (time: string) => string;
  /** Day, month and year. */
  date: (time: string) => string;
  /** Weekday and time within a week of now, else day, month and time. */
  near: (time: string, now: number) => string;
  /** “5 minutes ago” up to a week, then the day. */
  relative: (time: string, now: number) => string;
  /** “in 23 days”, “yesterday”: the difference of the days on the reader's calendar. */
  inDays: (time: string, now: number) => string;
  number: (value: number) => string;
}

function relativeTo(relative: Intl.RelativeTimeFormat, difference: number): string {
  const size = Math.abs(difference);
  if (size < HOUR) return relative.format(Math.round(difference / MINUTE), 'minute');
  if (size < DAY) return relative.format(Math.round(difference / HOUR), 'hour');
  return relative.format(Math.round(difference / DAY), 'day');
}

/** Days since 1970 on the calendar of a time zone. */
function calendarDay(time: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en-CA', timeZone === undefined ? {} : { timeZone }).format(time);
  return Date.parse(parts) / DAY;
}

function formats(language: string, timeZone: string | undefined): Formats {
  const zone = timeZone === undefined ? {} : { timeZone };
  const exact = new Intl.DateTimeFormat(language, { ...zone, dateStyle: 'medium', timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(language, { ...zone, dateStyle: 'medium' });
  const timeOfDay = new Intl.DateTimeFormat(language, { ...zone, timeStyle: 'short' });
  const thisWeek = new Intl.DateTimeFormat(language, { ...zone, weekday: 'long', hour: 'numeric', minute: '2-digit' });
  const later = new Intl.DateTimeFormat(language, {
    ...zone,
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  });
  const day = new Intl.DateTimeFormat(language, { ...zone, day: 'numeric', month: 'short' });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  const number = new Intl.NumberFormat(language);
  const days = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return {
    exact: (time) => exact.format(Date.parse(time)),
    time: (time) => timeOfDay.format(Date.parse(time)),
    date: (time) => date.format(Date.parse(time)),
    near: (time, now) => (Math.abs(Date.parse(time) - now) < 6 * DAY ? thisWeek : later).format(Date.parse(time)),
    relative: (time, now) => {
      const difference = Date.parse(time) - now;
      if (Math.abs(difference) > 7 * DAY)
        return (Math.abs(difference) > 300 * DAY ? date : day).format(Date.parse(time));
      return relativeTo(relative, Math.abs(difference) < MINUTE ? 0 : difference);
    },
    number: (value) => number.format(value),
    inDays: (time, now) => days.format(calendarDay(Date.parse(time), timeZone) - calendarDay(now, timeZone), 'day'),
  };
}

/** Times as the reader writes them: their language, and their time zone once they are signed in. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  const timeZone = useMe()?.timeZone;
  return useMemo(() => formats(i18n.language, timeZone), [i18n.language, timeZone]);
}
