import { Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Pages } from '../../ui/states/pages.tsx';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import { WebhookBadge } from './webhook-badge.tsx';
import { webhookLogQuery, wordOf } from './webhook-queries.ts';
import styles from './webhooks.module.css';

/** What all webhooks of the installation were told, without what it was. */
export function WebhookLog() {
  const { t } = useTranslation('webhooks');
  const query = useInfiniteQuery(webhookLogQuery);
  return (
    <Pages query={query} empty={<Text c="dimmed">{t('logEmpty')}</Text>}>
      {(lines) => (
        <ul className={styles['rows']} aria-label={t('logTitle')}>
          {lines.map(({ id, type, state, attempts, lastStatus, lastFault, createdAt, webhook }) => (
            <li key={id} className={styles['delivery']}>
              <div className={styles['deliveryHead']}>
                <div className={styles['grows']}>
                  <div>{t(`event.${wordOf(type)}`)}</div>
                  <div className={styles['facts']} dir="auto">
                    {`${webhook.name} · ${webhook.company?.name ?? t('vendorOwn')}`}
                  </div>
                </div>
                <WebhookBadge state={state} />
                <span className={styles['facts']}>
                  {lastFault !== null && `${t(`fault.${lastFault}`)} · `}
                  {lastFault === null && lastStatus !== null && `${t('answered', { status: lastStatus })} · `}
                  {`${t('tries', { count: attempts })} · `}
                  <RelativeTime time={createdAt} />
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Pages>
  );
}
