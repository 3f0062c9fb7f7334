import type { CalendarHoliday } from '@companyaccount/contract';
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type CalendarText, spansOf, WEEKDAYS } from './calendar.ts';
import { EditTable, named, RemoveButton, replaced } from './edit-table.tsx';
import { useWeek } from './use-week.ts';
import styles from './vendor-licensing.module.css';

interface WeekFieldsProps {
  days: CalendarText['days'];
  onChange: (days: CalendarText['days']) => void;
  error: string | undefined;
}

/** One line of hours for each weekday. */
export function WeekFields({ days, onChange, error }: WeekFieldsProps) {
  const { t } = useTranslation('issuing');
  const { day: nameOf } = useWeek();
  return (
    <section id="hours" tabIndex={-1}>
      <h2 className={styles['heading']}>{t('calendars.hours')}</h2>
      <p className={styles['help']}>{t('calendars.hoursHelp')}</p>
      <div className={styles['week']}>
        {WEEKDAYS.map((day) => (
          <div key={day} className={styles['weekday']}>
            <label htmlFor={`day-${day}`}>{nameOf(day)}</label>
            <TextInput
              id={`day-${day}`}
              placeholder={t('calendars.closed')}
              autoComplete="off"
              value={days[day]}
              onChange={(event) => onChange({ ...days, [day]: event.currentTarget.value })}
              error={error !== undefined && spansOf(days[day], day) === null}
            />
          </div>
        ))}
      </div>
      {error !== undefined && <p className={styles['wrong']}>{error}</p>}
    </section>
  );
}

interface HolidayFieldsProps {
  holidays: readonly CalendarHoliday[];
  onChange: (holidays: CalendarHoliday[]) => void;
  error: string | undefined;
}

/** Days on which nobody works, in the order in which they were written. */
export function HolidayFields({ holidays, onChange, error }: HolidayFieldsProps) {
  const { t } = useTranslation('issuing');
  return (
    <EditTable
      id="holidays"
      title={t('calendars.holidays')}
      help={t('calendars.holidaysHelp')}
      error={error}
      add={t('calendars.addHoliday')}
      onAdd={() => onChange([...holidays, { date: '', name: '' }])}
    >
      {holidays.map(({ date, name }, place) => (
        <li key={place} className={styles['holidayRow']}>
          <TextInput
            type="date"
            {...named(t('calendars.date'), place)}
            value={date}
            onChange={(event) => onChange(replaced(holidays, place, { date: event.currentTarget.value }))}
          />
          <TextInput
            {...named(t('calendars.holidayName'), place)}
            maxLength={100}
            autoComplete="off"
            value={name}
            onChange={(event) => onChange(replaced(holidays, place, { name: event.currentTarget.value }))}
          />
          <RemoveButton
            label={t('calendars.removeHoliday', { date })}
            onClick={() => onChange(holidays.toSpliced(place, 1))}
          />
        </li>
      ))}
    </EditTable>
  );
}
