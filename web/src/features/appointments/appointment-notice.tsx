import type { Appointment } from '@companyaccount/contract';
import { Alert, Button, Text } from '@mantine/core';
import { IconUserExclamation } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn, vendorQuery } from '../../api/me.ts';
import { useFormats } from '../../ui/time/use-formats.ts';
import { appointmentsQuery } from './appointment-queries.ts';
import styles from './appointments.module.css';
import { ObjectDialog } from './object-dialog.tsx';

/** Says whom the vendor is going to make an administrator, why and when; nothing while nobody is. */
export function AppointmentNotice() {
  const me = useSignedIn();
  const companyId = me.company?.id ?? '';
  const { data = [] } = useQuery({ ...appointmentsQuery(companyId), enabled: me.company !== null });
  const announced = data.find(({ state }) => state === 'announced');
  return announced === undefined ? null : (
    <Announced key={announced.id} companyId={companyId} appointment={announced} />
  );
}

function Announced({ companyId, appointment }: { companyId: string; appointment: Appointment }) {
  const { t } = useTranslation('appointments');
  const formats = useFormats();
  const vendor = useQuery(vendorQuery).data?.name ?? '';
  const [objecting, setObjecting] = useState(false);
  const { person, reason, dueAt, mayObject } = appointment;
  return (
    <Alert color="yellow" icon={<IconUserExclamation size={18} aria-hidden />} title={t('notice.title', { person })}>
      <Text size="sm">{t('notice.text', { vendor, when: formats.exact(dueAt) })}</Text>
      <Text size="sm" className={styles['words'] ?? ''} dir="auto">
        {t('notice.reason', { reason })}
      </Text>
      {mayObject && (
        <Button variant="default" mt="sm" onClick={() => setObjecting(true)}>
          {t('notice.object')}
        </Button>
      )}
      {objecting && (
        <ObjectDialog
          companyId={companyId}
          appointment={appointment}
          vendor={vendor}
          onClose={() => setObjecting(false)}
        />
      )}
    </Alert>
  );
}
