import { Alert, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { vendorQuery } from '../../api/me.ts';
import { usePageTitle } from '../../ui/page.tsx';
import { MailFilterFields } from './mail-filters.tsx';
import { MailList } from './mail-list.tsx';
import styles from './mail-log.module.css';
import { MailTabs } from './mail-tabs.tsx';
import { MailView } from './mail-view.tsx';

const route = getRouteApi('/account/admin/mail-log');

/** Every mail the installation made; one is read beside the list, or in its place where there is no room. */
export function MailLogPage() {
  const { t } = useTranslation('admin');
  const { mail, ...filters } = route.useSearch();
  const vendor = useSuspenseQuery(vendorQuery).data;
  usePageTitle(t('mailLog.title'));
  return (
    <div className={styles['page']} data-open={mail !== undefined || undefined}>
      <section className={styles['list']} aria-labelledby="mail-log">
        <div className={styles['intro']}>
          <Title order={1} id="mail-log">
            {t('mailLog.title')}
          </Title>
          <Text c="dimmed">{t('mailLog.lead')}</Text>
          <MailTabs current="/admin/mail-log" />
          {!vendor.mailDelivered && (
            <Alert mt="sm" py="xs">
              {t('mailLog.kept')}
            </Alert>
          )}
        </div>
        <MailFilterFields key={filters.to ?? ''} filters={filters} />
        <MailList filters={filters} selectedId={mail} />
      </section>
      {mail !== undefined && (
        <div className={styles['open']}>
          <MailView key={mail} id={mail} filters={filters} />
        </div>
      )}
    </div>
  );
}
