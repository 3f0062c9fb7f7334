import type { CalendarSpan } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { daysAlike } from './calendar.ts';

/** A Sunday in UTC, so that weekdays are days after it. */
const SUNDAY = Date.UTC(1970, 0, 4);
const DAY = 86_400_000;

/** Writes weekdays, Monday being 1, and the hours of a week: “Mon–Fri 09:00–18:00”. */
export function useWeek(): { day: (day: number) => string; week: (hours: readonly CalendarSpan[]) => string[] } {
  const { i18n } = useTranslation();
  const name = (weekday: 'long' | 'short') => {
    const format = new Intl.DateTimeFormat(i18n.language, { weekday, timeZone: 'UTC' });
    return (day: number) => format.format(SUNDAY + day * DAY);
  };
  const short = name('short');
  return {
    day: name('long'),
    week: (hours) =>
      daysAlike(hours).map(
        ({ first, last, line }) => `${first === last ? short(first) : `${short(first)}–${short(last)}`} ${line}`,
      ),
  };
}
