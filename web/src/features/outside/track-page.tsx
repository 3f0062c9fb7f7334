import { ApiError, type TrackedRequest } from '@companyaccount/contract';
import { Button, Text } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { PromiseChip } from '../requests/promise-chip.tsx';
import { StatusBadge } from '../requests/status-badge.tsx';
import styles from './track-page.module.css';
import { TrackedComposer } from './tracked-composer.tsx';
import { TrackedThread } from './tracked-thread.tsx';
import { trackedQuery, useTrackingToken } from './tracked-queries.ts';

/** One request, for whoever filed it without an account: opened by the link that was mailed. */
export function TrackPage() {
  const { t } = useTranslation('outside');
  const token = useTrackingToken();
  const { data: request, error, refetch } = useQuery(trackedQuery(token));
  usePageTitle(request === undefined ? t('track.title') : `${request.number} ${request.subject}`);
  const closed = token === '' || (error instanceof ApiError && error.code === 'link_expired');
  return (
    <div className={styles['ground']}>
      {closed ? (
        <EmptyState level={1} icon={IconLink} title={t('track.noneTitle')} text={t('track.noneText')}>
          <Button component={Link} to="/account-help" variant="default">
            {t('track.help')}
          </Button>
        </EmptyState>
      ) : request !== undefined ? (
        <Tracked token={token} request={request} />
      ) : (
        <div className={styles['card']}>
          {error === null ? <TextSkeleton lines={8} /> : <ErrorState error={error} onRetry={() => void refetch()} />}
        </div>
      )}
    </div>
  );
}

function Tracked({ token, request }: { token: string; request: TrackedRequest }) {
  const { t } = useTranslation('outside');
  const { number, status, subject, promiseAt, mayReply } = request;
  return (
    <article className={styles['card']}>
      <header className={styles['head']}>
        <div className={styles['facts']}>
          <span className={`${styles['number']} figures`}>{number}</span>
          <StatusBadge status={status} asCustomer />
          <PromiseChip promise={{ promiseAt, promisePaused: false }} />
        </div>
        <h1 className={styles['subject']} dir="auto">
          {subject}
        </h1>
        <Text c="dimmed" size="sm">
          {t('track.secret')}
        </Text>
      </header>
      <TrackedThread token={token} desk={request.desk} />
      {mayReply ? (
        <TrackedComposer token={token} request={request} />
      ) : (
        <p className={styles['closed']}>{t('track.closed')}</p>
      )}
    </article>
  );
}
