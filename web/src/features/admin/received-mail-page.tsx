import { RECEIVED_MAIL_STATES } from '@companyaccount/contract';
import { Button, Text, Title } from '@mantine/core';
import { IconFilterOff, IconMail } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { FilterSelect } from '../requests/filter-select.tsx';
import styles from './mail-log.module.css';
import { MailTabs } from './mail-tabs.tsx';
import { receivedMailsQuery } from './received-mail-queries.ts';
import { ReceivedMailRow } from './received-mail-row.tsx';
import { ReceivedMailView } from './received-mail-view.tsx';

const route = getRouteApi('/account/admin/received-mail');

/** Every mail that came in and what became of it; those that nothing was made of can be gone through again. */
export function ReceivedMailPage() {
  const { t } = useTranslation('admin');
  const { mail: open, ...filters } = route.useSearch();
  const { state } = filters;
  const navigate = route.useNavigate();
  usePageTitle(t('receivedMail.title'));
  const none =
    state === undefined ? (
      <EmptyState icon={IconMail} title={t('receivedMail.empty')} text={t('receivedMail.emptyText')} />
    ) : (
      <EmptyState icon={IconFilterOff} title={t('receivedMail.nothing')} text={t('receivedMail.nothingText')}>
        <Button component={Link} to="/admin/received-mail" variant="default">
          {t('receivedMail.clear')}
        </Button>
      </EmptyState>
    );
  return (
    <div className={styles['page']} data-open={open !== undefined || undefined}>
      <section className={styles['list']} aria-labelledby="received-mail">
        <div className={styles['intro']}>
          <Title order={1} id="received-mail">
            {t('receivedMail.title')}
          </Title>
          <Text c="dimmed">{t('receivedMail.lead')}</Text>
          <MailTabs current="/admin/received-mail" />
        </div>
        <div className={styles['filters']}>
          <FilterSelect
            label={t('receivedMail.filterState')}
            any={t('receivedMail.anyState')}
            value={state}
            options={RECEIVED_MAIL_STATES.map((one) => ({ value: one, label: t(`receivedMail.state.${one}`) }))}
            onChange={(one) => void navigate({ search: one === undefined ? {} : { state: one }, replace: true })}
          />
        </div>
        <Pages query={useInfiniteQuery(receivedMailsQuery(filters))} empty={none}>
          {(mails) => (
            <ul className={styles['rows']} aria-label={t('receivedMail.list')}>
              {mails.map((mail) => (
                <ReceivedMailRow key={mail.id} mail={mail} filters={filters} selected={mail.id === open} />
              ))}
            </ul>
          )}
        </Pages>
      </section>
      {open !== undefined && (
        <div className={styles['open']}>
          <ReceivedMailView key={open} id={open} filters={filters} />
        </div>
      )}
    </div>
  );
}
