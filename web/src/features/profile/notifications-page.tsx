import { NOTIFICATION_MODES, type NotificationMode, type NotificationSettings } from '@companyaccount/contract';
import { Select, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { useSignedIn } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { notify } from '../../ui/notify.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import styles from './security.module.css';

type Setting = NotificationSettings['settings'][number];

/** What is mailed about requests, and when; each choice is saved at once. */
export function NotificationsPage() {
  const { t } = useTranslation('profile');
  const me = useSignedIn();
  const { data, error, refetch } = useQuery({
    queryKey: keys.notifications,
    queryFn: ({ signal }) => api.getNotifications({ signal }),
  });
  const isStaff = me.agentRoles.length > 0;
  const words = (event: Setting['event']) =>
    t(`notifications.event.${isStaff && event === 'message' ? 'customerMessage' : event}`);
  const save = useMutation({
    mutationFn: (setting: Setting) => api.putNotifications({ body: { settings: [setting] } }),
    onSuccess: (saved, { event }) => {
      queryClient.setQueryData(keys.notifications, saved);
      notify(t('notifications.saved'), words(event));
    },
  });
  const chosen = save.isPending ? save.variables : null;
  return (
    <section>
      <h2 className={styles['heading']}>{t('notifications.title')}</h2>
      <p className={styles['help']}>{t('notifications.help')}</p>
      {save.error !== null && (
        <Text role="alert" c="var(--mantine-color-error)" mb="xs">
          {errorText(save.error)}
        </Text>
      )}
      {data === undefined && error === null && <RowsSkeleton rows={4} />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <ul className={styles['rows']} aria-label={t('notifications.title')}>
          {data.settings.map((setting) => (
            <Row
              key={setting.event}
              words={words(setting.event)}
              mode={chosen?.event === setting.event ? chosen.mail : setting.mail}
              busy={save.isPending}
              onChoose={(mail) => save.mutate({ event: setting.event, mail })}
            />
          ))}
        </ul>
      )}
      <p className={styles['after']}>
        {t('notifications.daily', { zone: me.timeZone })} {t('notifications.always')}
      </p>
    </section>
  );
}

interface RowProps {
  words: string;
  mode: NotificationMode;
  busy: boolean;
  onChoose: (mode: NotificationMode) => void;
}

function Row({ words, mode, busy, onChoose }: RowProps) {
  const { t } = useTranslation('profile');
  return (
    <li className={styles['row']}>
      <Text className={styles['what'] ?? ''}>{words}</Text>
      <Select
        className={styles['choice'] ?? ''}
        aria-label={t('notifications.how', { event: words })}
        data={NOTIFICATION_MODES.map((value) => ({ value, label: t(`notifications.mode.${value}`) }))}
        value={mode}
        allowDeselect={false}
        readOnly={busy}
        onChange={(next) => next !== null && next !== mode && onChoose(next)}
      />
    </li>
  );
}
