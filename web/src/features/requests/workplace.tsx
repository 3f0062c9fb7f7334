import { type Desk, queueLookedInto } from '@companyaccount/contract';
import { VisuallyHidden } from '@mantine/core';
import { IconFilterOff, IconInbox } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { usePageTitle } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { QueueBar } from './queue-bar.tsx';
import { queueQuery, type QueueSearch } from './queue-search.ts';
import { isFiltered } from './filters/request-filters.ts';
import { PLACE_OF_DESK } from './request-link.ts';
import { RequestList } from './request-list.tsx';
import { RequestView } from './request-view.tsx';
import { TakeButton } from './take-button.tsx';
import { viewsQuery } from './views/use-views.ts';
import { worksOn } from './works-on.ts';
import styles from './workplace.module.css';

interface WorkplaceProps {
  desk: Desk;
  search: QueueSearch;
  requestId?: string | undefined;
}

/** The page of a desk: queues, the list, and on a wide screen the request in work beside it. */
export function Workplace({ desk, search, requestId }: WorkplaceProps) {
  const { t } = useTranslation('requests');
  const me = useSignedIn();
  const queue = queueLookedInto(search);
  const place = desk === 'support' ? '/desk' : '/lab';
  const view = useQuery(viewsQuery(desk)).data?.find(({ id }) => id === search.view);
  const selection = view?.name ?? (queue === null ? '' : t(`queue.${queue}`));
  usePageTitle(t(`desk.${desk}`));
  return (
    <div className={styles['workplace']} data-open={requestId !== undefined || undefined}>
      {requestId === undefined && <VisuallyHidden component="h1">{t(`desk.${desk}`)}</VisuallyHidden>}
      <p className={styles['printed']}>{[t(`desk.${desk}`), selection].filter(Boolean).join(' · ')}</p>
      <div className={styles['queueBar']}>
        <QueueBar desk={desk} place={place} search={search} works={worksOn(me, desk)} />
      </div>
      <div className={styles['list']}>
        <RequestList
          query={queueQuery(desk, search, me.id)}
          place={PLACE_OF_DESK[desk]}
          view="desk"
          selectedId={requestId}
          selectable={worksOn(me, desk) ? desk : undefined}
          columns={search.columns}
          atLab={desk === 'lab' && worksOn(me, desk)}
          actionsOf={(request) => (request.owner === null ? <TakeButton request={request} /> : undefined)}
          empty={
            queue === null || isFiltered(search) ? (
              <EmptyState
                icon={IconFilterOff}
                title={t('search.nothing')}
                text={t(search.q === undefined ? 'filter.nothingText' : 'search.nothingText')}
              />
            ) : (
              <EmptyState icon={IconInbox} title={t('emptyQueue.title')} text={t(`emptyQueue.${queue}`)} />
            )
          }
        />
      </div>
      {requestId !== undefined && (
        <div className={styles['open']}>
          <RequestView key={requestId} requestId={requestId} view="desk" back={place} />
        </div>
      )}
    </div>
  );
}
