import { ApiError, type TrackedRequest } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CopyField } from '../../ui/copy-field.tsx';
import { usePageTitle } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { PromiseChip } from '../requests/promise-chip.tsx';
import { Stages } from '../requests/stage-line.tsx';
import { StatusBadge } from '../requests/status-badge.tsx';
import { ObjectList } from '../requests/submission-objects.tsx';
import styles from './track-page.module.css';
import { TrackedComposer } from './tracked-composer.tsx';
import { TrackedDispute } from './tracked-dispute.tsx';
import { TrackedThread } from './tracked-thread.tsx';
import { trackedObjectsQuery, trackedQuery, useTrackingToken } from './tracked-queries.ts';

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
      </header>
      <div className={styles['keep']}>
        <CopyField
          label={t('track.link')}
          help={t('track.linkHelp')}
          value={`${window.location.origin}/track#${token}`}
        />
      </div>
      {request.desk === 'lab' && <Result token={token} request={request} />}
      <TrackedThread token={token} desk={request.desk} />
      {mayReply ? (
        <TrackedComposer token={token} request={request} />
      ) : (
        <p className={styles['closed']}>{t('track.closed')}</p>
      )}
    </article>
  );
}

/** How far the lab has come, and what it says of each thing that was sent. */
function Result({
  token,
  request: { number, labStage, status, stages, mayDispute },
}: {
  token: string;
  request: TrackedRequest;
}) {
  const { t } = useTranslation('outside');
  const { data: objects = [] } = useQuery(trackedObjectsQuery(token));
  if (labStage === null) return null;
  return (
    <Stages labStage={labStage} status={status} times={Object.fromEntries(stages.map(({ stage, at }) => [stage, at]))}>
      <ObjectList objects={objects} sendFile={t('track.sendFile')} />
      {mayDispute && <TrackedDispute token={token} number={number} />}
    </Stages>
  );
}
