import { ApiError, type Request } from '@companyaccount/contract';
import { ActionIcon } from '@mantine/core';
import { IconArrowLeft, IconFlag3, IconLayoutSidebarRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { Badge } from '../../ui/badge.tsx';
import { usePageTitle } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { DeskActions } from './desk-actions.tsx';
import { DeskComposer } from './desk-composer.tsx';
import { MemberActions } from './member-actions.tsx';
import { MemberComposer } from './member-composer.tsx';
import { Duplicates } from './merging/duplicates.tsx';
import { PromiseChip } from './promise-chip.tsx';
import { rememberRequest } from './recent-requests.ts';
import { RequestElsewhere } from './request-elsewhere.tsx';
import { PLACE_OF_DESK } from './request-link.ts';
import { RequestPanel } from './request-panel.tsx';
import { PresentStaff } from './present-staff.tsx';
import { RatingBox } from './rating-box.tsx';
import { requestQuery } from './request-queries.ts';
import styles from './request-view.module.css';
import { StageLine } from './stage-line.tsx';
import { StatusBadge } from './status-badge.tsx';
import { SubjectLine } from './subject-line.tsx';
import { Thread } from './thread.tsx';
import { useMarkRead } from './use-mark-read.ts';

interface RequestViewProps {
  requestId: string;
  view: 'member' | 'desk';
  back: '/requests' | '/desk' | '/lab';
}

/** One request: head, thread with composer, and the side panel. */
export function RequestView({ requestId, view, back }: RequestViewProps) {
  const { data: request, error, refetch } = useQuery(requestQuery(requestId));
  // Also where it was there before: rights are withdrawn while a page is open.
  if (request === undefined || isNotFound(error)) {
    return (
      <div className={styles['waiting']}>
        {error === null && <TextSkeleton lines={10} />}
        {error !== null &&
          (isNotFound(error) ? (
            <RequestElsewhere requestId={requestId} />
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} />
          ))}
      </div>
    );
  }
  // Its address leads on to where it was merged.
  if (request.mergedInto !== null) {
    const { id, desk } = request.mergedInto;
    return (
      <Navigate
        replace
        to={view === 'member' ? '/requests/$requestId' : PLACE_OF_DESK[desk]}
        params={{ requestId: id }}
        search={(previous) => previous}
      />
    );
  }
  return <Loaded key={request.id} request={request} view={view} back={back} />;
}

const isNotFound = (error: Error | null): boolean => error instanceof ApiError && error.code === 'not_found';

function Loaded({ request, view, back }: { request: Request } & Pick<RequestViewProps, 'view' | 'back'>) {
  const { t } = useTranslation('requests');
  const [details, setDetails] = useState(false);
  usePageTitle(`${request.number} ${request.subject}`);
  useMarkRead(request);
  const me = useSignedIn();
  useEffect(() => rememberRequest(me, request.id), [me, request.id]);
  return (
    <div className={styles['request']}>
      <div className={styles['columns']} data-details={details || undefined}>
        <header className={styles['head']}>
          <div className={styles['top']}>
            <Link to={back} search={(previous) => previous} className={styles['back']} aria-label={t('action.back')}>
              <IconArrowLeft size={18} aria-hidden />
            </Link>
            <span className={`${styles['number']} figures`}>{request.number}</span>
            <StatusBadge status={request.status} resolution={request.resolution} />
            {request.escalated && <Badge icon={IconFlag3} tone="bad" word={t('escalated')} />}
            <PromiseChip promise={request} />
            <span className={styles['actions']}>
              {view === 'desk' && <PresentStaff requestId={request.id} desk={request.desk} size={24} />}
              {view === 'desk' ? <DeskActions request={request} /> : <MemberActions request={request} />}
              <ActionIcon
                className={styles['toggle'] ?? ''}
                size={32}
                aria-label={details ? t('panel.close') : t('panel.open')}
                aria-expanded={details}
                onClick={() => setDetails(!details)}
              >
                <IconLayoutSidebarRight size={18} aria-hidden />
              </ActionIcon>
            </span>
          </div>
          <SubjectLine request={request} />
        </header>
        <div className={styles['panel']}>
          <RequestPanel request={request} view={view} />
        </div>
        <div className={styles['body']}>
          <StageLine request={request} />
          {request.actions.includes('merge') && <Duplicates request={request} />}
          <div className={styles['thread']}>
            <Thread request={request}>{request.actions.includes('rate') && <RatingBox request={request} />}</Thread>
          </div>
          {view === 'desk' ? <DeskComposer request={request} /> : <MemberComposer request={request} />}
        </div>
      </div>
    </div>
  );
}
