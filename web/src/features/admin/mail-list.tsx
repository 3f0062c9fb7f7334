import type { MailSummary } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconFilterOff, IconMail } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import styles from './mail-log.module.css';
import { type MailFilters, mailLogQuery } from './mail-queries.ts';
import { MailState } from './mail-state.tsx';

function MailRow({ mail, filters, selected }: { mail: MailSummary; filters: MailFilters; selected: boolean }) {
  return (
    <li>
      <Link
        to="/admin/mail-log"
        search={{ ...filters, mail: mail.id }}
        className={styles['row']}
        aria-current={selected ? 'true' : undefined}
        resetScroll={false}
      >
        <span className={styles['state']}>
          <MailState state={mail.state} retrying={mail.nextTryAt !== null} />
        </span>
        <span className={styles['subject']} lang={mail.language}>
          {mail.subject}
        </span>
        <span className={styles['to']}>{mail.to}</span>
        <RelativeTime time={mail.createdAt} className={`${styles['time'] ?? ''} figures`} />
      </Link>
    </li>
  );
}

/** The mail log, growing by pages; new mail appears at its top by itself. */
export function MailList({ filters, selectedId }: { filters: MailFilters; selectedId: string | undefined }) {
  const { t } = useTranslation('admin');
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    mailLogQuery(filters),
  );
  if (isPending) return <RowsSkeleton />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  // A page fetched before new mail came may repeat a row of the next.
  const mails = [...new Map(data.pages.flatMap((page) => page.data).map((mail) => [mail.id, mail])).values()];
  if (mails.length === 0 && (filters.state !== undefined || filters.to !== undefined))
    return (
      <EmptyState icon={IconFilterOff} title={t('mailLog.nothing')} text={t('mailLog.nothingText')}>
        <Button component={Link} to="/admin/mail-log" variant="default">
          {t('mailLog.clear')}
        </Button>
      </EmptyState>
    );
  if (mails.length === 0)
    return <EmptyState icon={IconMail} title={t('mailLog.empty')} text={t('mailLog.emptyText')} />;
  return (
    <>
      <ul className={styles['rows']} aria-label={t('mailLog.list')}>
        {mails.map((mail) => (
          <MailRow key={mail.id} mail={mail} filters={filters} selected={mail.id === selectedId} />
        ))}
      </ul>
      {hasNextPage && (
        <div className={styles['end']}>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('mailLog.more')}
          </Button>
        </div>
      )}
    </>
  );
}
