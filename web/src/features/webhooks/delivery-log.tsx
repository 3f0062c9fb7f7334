import { type DeliveryState, DELIVERY_STATES, type Webhook } from '@companyaccount/contract';
import { SegmentedControl, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Pages } from '../../ui/states/pages.tsx';
import { DeliveryRow } from './delivery-row.tsx';
import { deliveriesQuery, type WebhookCalls } from './webhook-queries.ts';
import styles from './webhooks.module.css';

interface DeliveryLogProps {
  companyId: string | null;
  webhook: Webhook;
  calls: WebhookCalls;
}

/** What a webhook was told in the last thirty days. */
export function DeliveryLog({ companyId, webhook, calls }: DeliveryLogProps) {
  const { t } = useTranslation('webhooks');
  const [state, setState] = useState<DeliveryState | 'all'>('all');
  const query = useInfiniteQuery(deliveriesQuery(companyId, webhook.id, state === 'all' ? null : state));
  return (
    <section className={styles['log']} aria-label={t('log', { name: webhook.name })}>
      <SegmentedControl
        size="xs"
        aria-label={t('filter')}
        value={state}
        onChange={setState}
        data={(['all', ...DELIVERY_STATES] as const).map((value) => ({
          value,
          label: value === 'all' ? t('all') : t(`state.${value}`),
        }))}
      />
      <Pages query={query} skeleton={2} empty={<Text c="dimmed">{t('logEmpty')}</Text>}>
        {(deliveries) => (
          <ul className={styles['rows']}>
            {deliveries.map((delivery) => (
              <DeliveryRow
                key={delivery.id}
                companyId={companyId}
                webhookId={webhook.id}
                delivery={delivery}
                calls={calls}
              />
            ))}
          </ul>
        )}
      </Pages>
    </section>
  );
}
