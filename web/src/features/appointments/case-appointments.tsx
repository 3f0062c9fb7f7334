import type { AccountCase, DeskAppointment } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { type Icon, IconBan, IconCircleCheck, IconClock, IconHandStop, IconUserOff } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { may, useSignedIn } from '../../api/me.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { AppointDialog } from './appoint-dialog.tsx';
import styles from './appointments.module.css';

const SIGNS: Record<DeskAppointment['state'], { icon: Icon; tone: Tone }> = {
  announced: { icon: IconClock, tone: 'info' },
  done: { icon: IconCircleCheck, tone: 'good' },
  objected: { icon: IconHandStop, tone: 'bad' },
  cancelled: { icon: IconBan, tone: 'neutral' },
  lapsed: { icon: IconUserOff, tone: 'neutral' },
};

/** The appointments that rest on a request; leads make them and take them back. */
export function CaseAppointments({ requestId, found }: { requestId: string; found: AccountCase }) {
  const { t } = useTranslation('appointments');
  const decides = may(useSignedIn(), 'lead_or_admin');
  const [appointing, setAppointing] = useState(false);
  const { appointments, companies } = found;
  const running = appointments.some(({ state }) => state === 'announced');
  return (
    <>
      {appointments.length > 0 && (
        <ul className={styles['list']}>
          {appointments.map((one) => (
            <Line key={one.id} appointment={one} decides={decides} />
          ))}
        </ul>
      )}
      {decides && !running && companies.length > 0 && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setAppointing(true)}>
          {t('appoint.open')}
        </Button>
      )}
      {appointing && <AppointDialog requestId={requestId} found={found} onClose={() => setAppointing(false)} />}
    </>
  );
}

function Line({ appointment, decides }: { appointment: DeskAppointment; decides: boolean }) {
  const { t } = useTranslation('appointments');
  const formats = useFormats();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState(false);
  const { id, state, person, company, dueAt, endedAt, checked, appointedBy, objection, endedBy } = appointment;
  const cancel = useMutation({
    mutationFn: () => api.cancelAppointment({ params: { id: company.id, appointmentId: id } }),
    onSuccess: () => setAsked(false),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.request(appointment.requestId) }),
  });
  const announced = state === 'announced';
  return (
    <li className={styles['line']}>
      <div className={styles['who']}>
        <span dir="auto">{person}</span>
        <Badge {...SIGNS[state]} word={t(`state.${state}`)} />
      </div>
      <div className={styles['fact']}>
        {announced ? t('line.due', { when: formats.exact(dueAt) }) : formats.exact(endedAt ?? dueAt)}
        {` · ${t('line.by', { name: announced || endedBy === null ? appointedBy : endedBy })}`}
      </div>
      <div className={styles['fact']}>{t('line.checked', { text: checked })}</div>
      {objection !== null && (
        <div className={styles['words']}>{t('line.objection', { name: endedBy ?? '', text: objection })}</div>
      )}
      {announced && decides && (
        <Button variant="default" size="xs" mt={6} onClick={() => setAsked(true)}>
          {t('cancel.open')}
        </Button>
      )}
      {asked && (
        <ConfirmDialog
          title={t('cancel.title', { name: person })}
          text={t('cancel.text')}
          action={t('cancel.open')}
          busy={cancel.isPending}
          error={cancel.error}
          onConfirm={() => cancel.mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </li>
  );
}
