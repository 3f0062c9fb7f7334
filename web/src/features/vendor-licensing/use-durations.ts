import { useTranslation } from 'react-i18next';

/** Writes minutes as people say them: “30 min”, “2 h”, and, where a day has 24 of them, “3 days”. */
export function useDurations(isAroundTheClock: boolean): (minutes: number) => string {
  const { i18n } = useTranslation();
  const write = (value: number, unit: 'minute' | 'hour' | 'day') =>
    new Intl.NumberFormat(i18n.language, {
      style: 'unit',
      unit,
      unitDisplay: unit === 'day' ? 'long' : 'short',
      maximumFractionDigits: 2,
    }).format(value);
  return (minutes) => {
    if (minutes < 60) return write(minutes, 'minute');
    return isAroundTheClock && minutes % 1440 === 0 ? write(minutes / 1440, 'day') : write(minutes / 60, 'hour');
  };
}
