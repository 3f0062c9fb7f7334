import type { ReportByGroup, ReportGroup, ReportPeriod } from '@companyaccount/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '../../ui/languages.ts';

const HOUR = 60;
const DAY = 24 * HOUR;

interface ReportWords {
  /** “45 min”, “3.5 h”, and on the clock “4 days”. */
  duration: (minutes: number, onTheClock: boolean) => string;
  percent: (part: number) => string;
  /** A day, week or month, short as on an axis, and in full. */
  slot: (stretch: { from: string; to: string }, period: ReportPeriod) => { short: string; full: string };
  group: (by: ReportGroup, group: Pick<ReportByGroup['groups'][number], 'key' | 'name'>) => string;
}

/** Writes figures and dates of reports in the reader's language; days are those of the installation, so no zone is asked. */
export function useReportWords(): ReportWords {
  const { t, i18n } = useTranslation(['reports', 'requests']);
  const { language } = i18n;
  return useMemo(() => {
    const zone = { timeZone: 'UTC' } as const;
    const day = new Intl.DateTimeFormat(language, { ...zone, day: 'numeric', month: 'short' });
    const date = new Intl.DateTimeFormat(language, { ...zone, dateStyle: 'medium' });
    const month = new Intl.DateTimeFormat(language, { ...zone, month: 'short' });
    const longMonth = new Intl.DateTimeFormat(language, { ...zone, month: 'long', year: 'numeric' });
    const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
    const unit = (value: number, name: 'minute' | 'hour' | 'day') =>
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit: name,
        unitDisplay: 'short',
        maximumFractionDigits: value < 10 && name !== 'minute' ? 1 : 0,
      }).format(value);
    return {
      duration: (minutes, onTheClock) => {
        if (minutes < 2 * HOUR) return unit(minutes, 'minute');
        return onTheClock && minutes >= 2 * DAY ? unit(minutes / DAY, 'day') : unit(minutes / HOUR, 'hour');
      },
      percent: (part) => percent.format(part),
      slot: ({ from, to }, period) => {
        const [start, end] = [Date.parse(from), Date.parse(to)];
        if (period === 'day') return { short: day.format(start), full: date.format(start) };
        if (period === 'month' && from.endsWith('-01')) {
          return { short: month.format(start), full: longMonth.format(start) };
        }
        const full = date.formatRange(start, end);
        return { short: period === 'month' ? month.format(start) : day.format(start), full };
      },
      group: (by, { key, name }) => {
        if (key === null) return t(`none.${by}`);
        if (by === 'desk' && (key === 'support' || key === 'lab')) return t(`requests:desk.${key}`);
        return by === 'language' ? languageName(key, language) : (name ?? key);
      },
    };
  }, [t, language]);
}
