import { useTranslation } from 'react-i18next';

/** Writes minutes as people say them: “30 min”, “2 h”, “3 days”. */
export function useDurations(): (minutes: number) => string {
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
    return minutes % 1440 === 0 ? write(minutes / 1440, 'day') : write(minutes / 60, 'hour');
  };
}
