import type { Desk, ListColumn, RequestSummary } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useBegun } from '../../ui/drafts/use-begun.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { BeginSelecting, SelectBox } from './bulk/select-box.tsx';
import { useSelection } from './bulk/use-selection.ts';
import type { RequestPlace } from './request-link.ts';
import { type ListedRequest, type ListQuery, requestListQuery } from './request-queries.ts';
import styles from './request-list.module.css';
import { RequestRow } from './request-row.tsx';
import { useFlashes } from './use-flashes.ts';
import { useRowKeys } from './use-row-keys.ts';

const BulkBar = lazy(async () => ({ default: (await import('./bulk/bulk-bar.tsx')).BulkBar }));

interface RequestListProps {
  query: ListQuery;
  place: RequestPlace;
  view: 'member' | 'desk';
  selectedId?: string | undefined;
  /** Shown when there is nothing in the list. */
  empty: ReactNode;
  actionsOf?: (request: RequestSummary) => ReactNode;
  /** Staff of this desk may select requests and do something with all of them. */
  selectable?: Desk | undefined;
  /** Of the Virus Lab, for those who work there: rows tell what is known of the files. */
  atLab?: boolean;
  /** What the rows tell to staff; left out: the usual. */
  columns?: readonly ListColumn[] | undefined;
  /** Whether the number of requests and the keys are told under the list. */
  foot?: boolean;
}

/** A list of requests that grows by pages. */
export function RequestList({
  query,
  place,
  view,
  selectedId,
  empty,
  actionsOf,
  selectable,
  atLab = false,
  columns,
  foot = true,
}: RequestListProps) {
  const { t } = useTranslation('requests');
  const begun = useBegun();
  useRowKeys();
  const { data, error, isPending, isPlaceholderData, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery({
      ...requestListQuery(query, atLab),
      // While somebody types, what was found so far stays until there is something better.
      ...(query.q === undefined ? {} : { placeholderData: keepPreviousData }),
    });
  const requests = data === undefined ? undefined : withoutRepeats(data.pages.flatMap((page) => page.data));
  const list = useFlashes<HTMLUListElement>(requests, JSON.stringify(query));
  const selection = useSelection(requests?.map(({ id }) => id) ?? [], JSON.stringify(query), selectable !== undefined);
  if (isPending) return <RowsSkeleton />;
  if (requests === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (requests.length === 0) return empty;
  return (
    <div className={styles['list']}>
      <ul ref={list} className={styles['rows']} aria-busy={isPlaceholderData} aria-label={t('list.label')}>
        {requests.map((request) => (
          <RequestRow
            key={request.id}
            request={request}
            place={place}
            view={view}
            selected={request.id === selectedId}
            begun={begun.has(request.id)}
            columns={columns}
            actions={actionsOf?.(request)}
            box={selectable !== undefined && <SelectBox request={request} selection={selection} />}
          />
        ))}
      </ul>
      {(foot || hasNextPage) && (
        <div className={styles['end']}>
          {hasNextPage ? (
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('list.more')}
            </Button>
          ) : (
            <span>{t('list.end', { count: requests.length })}</span>
          )}
          <span className={styles['keys']}>{t('list.keys')}</span>
          {selectable !== undefined && !selection.open && <BeginSelecting onBegin={selection.begin} />}
        </div>
      )}
      {selectable !== undefined && selection.open && (
        <Suspense>
          <BulkBar desk={selectable} requests={requests} selection={selection} />
        </Suspense>
      )}
    </div>
  );
}

/** A request that moved between two pages being fetched stands on both. */
function withoutRepeats(requests: ListedRequest[]): ListedRequest[] {
  return [...new Map(requests.map((request) => [request.id, request])).values()];
}
