import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Writes the day of a moment; days of licenses are counted in UTC, so that everybody reads the same one. */
export function useDays(): (time: string) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeZone: 'UTC' });
    return (time) => format.format(Date.parse(time));
  }, [i18n.language]);
}
