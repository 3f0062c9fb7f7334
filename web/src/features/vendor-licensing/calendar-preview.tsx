import type { CalendarHoliday, CalendarSpan } from '@companyaccount/contract';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import styles from './vendor-licensing.module.css';

const PREVIEW_HOURS = 8;
const TYPING_MS = 400;

interface CalendarPreviewProps {
  timeZone: string;
  /** null while they cannot be read. */
  hours: CalendarSpan[] | null;
  holidays: readonly CalendarHoliday[];
}

/** When a promise that is given now would end, in the calendar as it stands in the form. */
export function CalendarPreview({ timeZone, hours, holidays }: CalendarPreviewProps) {
  const { t, i18n } = useTranslation('issuing');
  const asked = useMemo(
    () => JSON.stringify({ timeZone, hours: hours ?? [], holidays: holidays.filter(({ date }) => date !== '') }),
    [timeZone, hours, holidays],
  );
  const [settled] = useDebouncedValue(asked, TYPING_MS);
  const body = JSON.parse(settled) as { timeZone: string; hours: CalendarSpan[]; holidays: CalendarHoliday[] };
  const { data } = useQuery({
    queryKey: [...keys.catalogue, 'preview', settled],
    queryFn: ({ signal }) => api.previewCalendar({ body: { ...body, minutes: PREVIEW_HOURS * 60 }, signal }),
    enabled: body.hours.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const when = (time: string) =>
    new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeStyle: 'short', timeZone: body.timeZone }).format(
      new Date(time),
    );
  return (
    <p className={styles['preview']} aria-live="polite">
      {hours === null || data === undefined
        ? t('calendars.noPreview')
        : t('calendars.preview', { count: PREVIEW_HOURS, time: when(data.endsAt), zone: body.timeZone })}
    </p>
  );
}
