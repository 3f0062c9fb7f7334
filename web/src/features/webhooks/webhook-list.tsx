import type { Webhook } from '@companyaccount/contract';
import { Button, Group } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { WebhookCard } from './webhook-card.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';
import { webhookCalls, webhooksQuery } from './webhook-queries.ts';
import styles from './webhooks.module.css';

/** Webhooks of a company, or the vendor's own (`companyId` null): where they go, how they fare, and what they were told. */
export function WebhookList({ companyId }: { companyId: string | null }) {
  const { t } = useTranslation('webhooks');
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(webhooksQuery(companyId));
  // null: no dialog, 'new': for one more.
  const [edited, setEdited] = useState<Webhook | 'new' | null>(null);
  const calls = webhookCalls(companyId);
  const changed = () => void queryClient.invalidateQueries({ queryKey: keys.webhooks });
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      {t('create')}
    </Button>
  );
  return (
    <section>
      <p className={styles['help']}>{t(companyId === null ? 'helpVendor' : 'help')}</p>
      <Pages
        query={query}
        skeleton={2}
        empty={
          <EmptyState icon={IconWebhook} title={t('empty')} text={t('emptyText')}>
            {create}
          </EmptyState>
        }
      >
        {(webhooks) => (
          <>
            <ul className={styles['cards']} aria-label={t('label')}>
              {webhooks.map((webhook) => (
                <WebhookCard
                  key={webhook.id}
                  companyId={companyId}
                  webhook={webhook}
                  calls={calls}
                  onEdit={() => setEdited(webhook)}
                  onChanged={changed}
                />
              ))}
            </ul>
            <Group mt="md">{create}</Group>
          </>
        )}
      </Pages>
      {edited !== null && (
        <WebhookDialog
          calls={calls}
          webhook={edited === 'new' ? null : edited}
          onChanged={changed}
          onClose={() => setEdited(null)}
        />
      )}
    </section>
  );
}
