import type { WebhookDelivery } from '@companyaccount/contract';
import { Button, Group, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { WebhookBadge } from './webhook-badge.tsx';
import { deliveryQuery, type WebhookCalls, wordOf } from './webhook-queries.ts';
import styles from './webhooks.module.css';

interface DeliveryRowProps {
  companyId: string | null;
  webhookId: string;
  delivery: WebhookDelivery;
  calls: WebhookCalls;
}

/** One delivery; opened, what was sent and what was answered at each try. */
export function DeliveryRow({ delivery, ...place }: DeliveryRowProps) {
  const { t } = useTranslation('webhooks');
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const { type, state, attempts, nextTryAt, createdAt } = delivery;
  const Sign = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className={styles['delivery']}>
      <UnstyledButton className={styles['deliveryHead']} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Sign size={16} aria-hidden />
        <span className={styles['grows']}>{t(`event.${wordOf(type)}`)}</span>
        <WebhookBadge state={state} />
        <span className={styles['facts']}>
          {t('tries', { count: attempts })}
          {' · '}
          {nextTryAt !== null && attempts > 0 ? (
            t('next', { when: formats.exact(nextTryAt) })
          ) : (
            <RelativeTime time={createdAt} />
          )}
        </span>
      </UnstyledButton>
      {isOpen && <DeliveryDetails delivery={delivery} {...place} />}
    </li>
  );
}

function DeliveryDetails({ companyId, webhookId, delivery: { id }, calls }: DeliveryRowProps) {
  const { t } = useTranslation('webhooks');
  const formats = useFormats();
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery(deliveryQuery(companyId, webhookId, id));
  const again = useMutation({
    mutationFn: () => calls.redeliver(webhookId, id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.webhooks }),
  });
  if (data === undefined) {
    return error === null ? <RowsSkeleton rows={1} /> : <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  return (
    <div className={styles['details']}>
      <ul className={styles['attempts']}>
        {data.tries.map(({ at, status, fault, milliseconds, answer }) => (
          <li key={at}>
            <span>
              {formats.exact(at)}
              {': '}
              {fault === null ? t('answered', { status }) : t(`fault.${fault}`)}
              {` · ${t('took', { count: milliseconds })}`}
            </span>
            {answer !== '' && <pre className={styles['pre']}>{answer}</pre>}
          </li>
        ))}
      </ul>
      {data.lastFault === 'switched_off' && <Text size="sm">{t('fault.switched_off')}</Text>}
      <div className={styles['facts']}>{t('sent', { id: data.eventId })}</div>
      <pre className={styles['pre']} tabIndex={0} role="group" aria-label={t('body')}>
        {JSON.stringify(JSON.parse(data.payload), null, 2)}
      </pre>
      <Group gap="xs">
        <Button variant="default" size="xs" loading={again.isPending} onClick={() => again.mutate()}>
          {t('redeliver')}
        </Button>
        {again.error !== null && (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {errorText(again.error)}
          </Text>
        )}
      </Group>
    </div>
  );
}
