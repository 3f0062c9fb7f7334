import { ApiError, type Detection } from '@companyaccount/contract';
import { Anchor, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { NotFound } from '../../ui/states/route-states.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { detectionQuery } from './definition-queries.ts';
import styles from './definitions.module.css';
import { DetectionActions } from './detection-actions.tsx';
import { DetectionTrial } from './detection-trial.tsx';
import { DetectionForm } from './detection-form.tsx';
import { StateBadge } from './state-badge.tsx';

/** One detection: what it says, what stands in the way of its approval, and its revisions. */
export function DetectionPage() {
  const { t } = useTranslation('definitions');
  const { detectionId } = useParams({ from: '/account/lab/detections/$detectionId' });
  const { data: detection, error, refetch } = useQuery(detectionQuery(detectionId));
  if (detection === undefined && error instanceof ApiError && error.code === 'not_found') return <NotFound />;
  return (
    <Page
      title={detection?.name ?? t('one')}
      width="reading"
      action={detection !== undefined && <StateBadge state={detection.state} />}
    >
      <Anchor component={Link} to="/lab/detections" className={styles['back'] ?? ''}>
        <IconArrowLeft size={16} aria-hidden /> {t('back')}
      </Anchor>
      {detection === undefined && error === null && <TextSkeleton lines={8} />}
      {detection === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {detection !== undefined && (
        <Stack gap={32} key={detection.id}>
          <DetectionForm key={detection.revision} detection={detection} />
          <DetectionTrial detection={detection} />
          <DetectionActions detection={detection} />
          <History detection={detection} />
        </Stack>
      )}
    </Page>
  );
}

function History({ detection: { revisions, approvedAlone } }: { detection: Detection }) {
  const { t } = useTranslation('definitions');
  const formats = useFormats();
  return (
    <section>
      <h2 className={styles['heading']}>{t('history.title')}</h2>
      <ul className={styles['frame']}>
        {revisions.map(({ revision, state, author, approver, approvedAt, withdrawal, createdAt }, place) => (
          <li key={revision} className={styles['past']}>
            <span className={styles['what']}>
              <span>{t('history.begun', { number: revision, name: author.name, when: formats.exact(createdAt) })}</span>
              {approver !== null && approvedAt !== null && (
                <span className={styles['facts']}>
                  {t('history.approved', { name: approver.name, when: formats.exact(approvedAt) })}
                  {place === 0 && approvedAlone && ` · ${t('history.alone')}`}
                </span>
              )}
              {withdrawal !== null && (
                <span className={styles['facts']}>
                  {t('history.withdrawn', {
                    name: withdrawal.person.name,
                    when: formats.exact(withdrawal.at),
                    reason: withdrawal.reason,
                  })}
                </span>
              )}
            </span>
            <StateBadge state={state} />
          </li>
        ))}
      </ul>
    </section>
  );
}
