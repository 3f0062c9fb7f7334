import type { SupportCalendar } from '@companyaccount/contract';
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { CalendarPreview } from './calendar-preview.tsx';
import { type CalendarText, calendarTextOf, hoursOf, newCalendar } from './calendar.ts';
import { HolidayFields, WeekFields } from './calendar-fields.tsx';

const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Adds a calendar, or changes one; null: a new one. */
export function CalendarDialog({ calendar, onClose }: { calendar: SupportCalendar | null; onClose: () => void }) {
  const { t } = useTranslation(['issuing', 'common', 'errors']);
  const [text, setText] = useState<CalendarText>(() =>
    calendar === null ? newCalendar(deviceZone) : calendarTextOf(calendar),
  );
  const problems = useFormProblems({
    name: t('calendars.name'),
    timeZone: t('calendars.timeZone'),
    hours: t('calendars.hours'),
    holidays: t('calendars.holidays'),
  });
  const { save, remove } = useCalendarChanges(calendar, onClose, problems.refused);
  const change = (part: Partial<CalendarText>) => setText({ ...text, ...part });
  const zones = useMemo(
    () => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', deviceZone, text.timeZone])].toSorted(),
    [text.timeZone],
  );
  const hours = hoursOf(text.days);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { name, timeZone, holidays } = text;
    const dates = holidays.map(({ date }) => date);
    const found = {
      ...(name.trim() === '' ? { name: t('errors:field.required') } : {}),
      ...(hours === null ? { hours: t('calendars.hoursWrong') } : {}),
      ...(dates.includes('') || new Set(dates).size < dates.length ? { holidays: t('calendars.holidaysWrong') } : {}),
    };
    if (Object.keys(found).length > 0 || hours === null) problems.found(found);
    else save.mutate({ name: name.trim(), timeZone, hours, holidays });
  };
  return (
    <Modal
      opened
      size="lg"
      title={calendar === null ? t('calendars.add') : t('plans.editName', { name: calendar.name })}
      onClose={onClose}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <TextInput
            id="name"
            label={t('calendars.name')}
            maxLength={100}
            autoComplete="off"
            data-autofocus
            value={text.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={problems.of('name')}
          />
          <Select
            id="timeZone"
            label={t('calendars.timeZone')}
            searchable
            data={zones}
            value={text.timeZone}
            onChange={(timeZone) => timeZone !== null && change({ timeZone })}
            error={problems.of('timeZone')}
          />
          <WeekFields days={text.days} onChange={(days) => change({ days })} error={problems.of('hours')} />
          <CalendarPreview timeZone={text.timeZone} hours={hours} holidays={text.holidays} />
          <HolidayFields
            holidays={text.holidays}
            onChange={(holidays) => change({ holidays })}
            error={problems.of('holidays')}
          />
          <Group justify="space-between" gap="xs">
            {calendar?.plans === 0 ? (
              <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
                {t('delete')}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('common:form.cancel')}
              </Button>
              <Button type="submit" loading={save.isPending}>
                {t('common:form.save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type CalendarBody = Parameters<typeof api.createCalendar>[0]['body'];

function useCalendarChanges(calendar: SupportCalendar | null, onDone: () => void, onError: (error: unknown) => void) {
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  const onSuccess = async () => {
    await queryClient.invalidateQueries({ queryKey: keys.catalogue });
    onDone();
  };
  const params = { id: calendar?.id ?? '' };
  return {
    save: useMutation({
      mutationFn: (body: CalendarBody) =>
        calendar === null
          ? api.createCalendar({ body, idempotencyKey: idempotency.keyFor(body) })
          : api.patchCalendar({ params, version: calendar.version, body }),
      onSuccess,
      onError,
    }),
    remove: useMutation({ mutationFn: () => api.deleteCalendar({ params }), onSuccess, onError }),
  };
}
