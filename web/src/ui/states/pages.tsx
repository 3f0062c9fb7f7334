import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './error-state.tsx';
import { itemsOf } from './pages-items.ts';
import styles from './pages.module.css';
import { RowsSkeleton } from './skeletons.tsx';

interface PagesProps<T extends object> {
  query: UseInfiniteQueryResult<InfiniteData<{ data: readonly T[] }>>;
  /** How many rows are drawn while the first page is awaited. */
  skeleton?: number;
  /** What stands there when there is nothing. */
  empty: ReactNode;
  /** Whether the list stands in a frame, on whose lower edge the button then is. */
  framed?: boolean;
  children: (items: T[]) => ReactNode;
}

/** A list that comes page after page: what is awaited, what failed, nothing, the rows, and the way to more of them. */
export function Pages<T extends object>({ query, skeleton = 4, empty, framed = false, children }: PagesProps<T>) {
  const { t } = useTranslation('common');
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = query;
  if (isPending) return <RowsSkeleton rows={skeleton} />;
  if (data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const items = itemsOf(data.pages);
  return (
    <>
      {items.length === 0 ? empty : children(items)}
      {hasNextPage && (
        <div className={framed ? styles['foot'] : styles['below']}>
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('showMore')}
          </Button>
        </div>
      )}
    </>
  );
}
