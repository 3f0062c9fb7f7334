import type { SupportCalendar } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconEdit, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { CalendarDialog } from './calendar-dialog.tsx';
import { calendarsQuery } from './catalogue-queries.ts';
import { Frame } from './frame.tsx';
import { useWeek } from './use-week.ts';
import styles from './vendor-licensing.module.css';

/** When support works: the calendars in which the promised times of plans are counted. */
export function CalendarsPage() {
  const { t } = useTranslation('issuing');
  const { data, error, refetch } = useQuery(calendarsQuery);
  const [open, setOpen] = useState<SupportCalendar | 'new' | null>(null);
  return (
    <Frame
      of="products"
      current="/admin/products/calendars"
      action={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
          {t('calendars.add')}
        </Button>
      }
    >
      <div className={styles['card']}>
        {data === undefined && error === null && <RowsSkeleton rows={2} />}
        {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data !== undefined && (
          <ul className={styles['rows']} aria-label={t('sections.calendars')}>
            {data.map((calendar) => (
              <CalendarRow key={calendar.id} calendar={calendar} onEdit={() => setOpen(calendar)} />
            ))}
          </ul>
        )}
      </div>
      {open !== null && <CalendarDialog calendar={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Frame>
  );
}

function CalendarRow({ calendar, onEdit }: { calendar: SupportCalendar; onEdit: () => void }) {
  const { t } = useTranslation('issuing');
  const { week } = useWeek();
  const { name, timeZone, hours, holidays, builtIn, plans } = calendar;
  const used = t('calendars.plans', { count: plans });
  return (
    <li className={styles['calendar']}>
      <div className={styles['what']}>
        <strong dir="auto">{name}</strong>
        <span className={styles['facts']}>
          {builtIn
            ? `${t('calendars.builtIn')} · ${used}`
            : [timeZone, t('calendars.days', { count: holidays.length }), used].join(' · ')}
        </span>
        {!builtIn && <span className={styles['facts']}>{week(hours).join(' · ')}</span>}
      </div>
      {!builtIn && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconEdit size={14} aria-hidden />}
          aria-label={t('plans.editName', { name })}
          onClick={onEdit}
        >
          {t('plans.edit')}
        </Button>
      )}
    </li>
  );
}
