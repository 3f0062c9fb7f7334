import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './audit.module.css';
import { AuditFilters, type AuditPlace } from './audit-filters.tsx';
import { auditQuery, byDay } from './audit-queries.ts';
import { AuditRow } from './audit-row.tsx';
import type { AuditSearch } from './audit-search.ts';

interface AuditListProps {
  place: AuditPlace;
  /** null: of the whole installation. */
  companyId: string | null;
  search: AuditSearch;
}

/** Who did what, newest first, day by day. */
export function AuditList({ place, companyId, search }: AuditListProps) {
  const { t } = useTranslation('audit');
  const formats = useFormats();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    auditQuery(companyId, search),
  );
  const entries = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <AuditFilters place={place} companyId={companyId} search={search} entries={entries} />
      {isPending && <RowsSkeleton />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && entries.length === 0 && (
        <EmptyState icon={IconHistory} title={t('empty')} text={t('emptyText')} />
      )}
      {byDay(entries, formats.date).map(([day, ofDay]) => (
        <section key={day}>
          <h2 className={styles['day']}>{day}</h2>
          <ul className={styles['rows']} aria-label={t('list', { day })}>
            {ofDay.map((entry) => (
              <AuditRow key={entry.id} entry={entry} place={place} search={search} />
            ))}
          </ul>
        </section>
      ))}
      {hasNextPage && (
        <Button variant="default" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  );
}
