import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { LicenseRows } from '../vendor-licensing/license-rows.tsx';
import styles from './companies.module.css';
import { licensesOfQuery } from './companies-queries.ts';

/** What a company has licenses for. */
export function LicensesOf({ companyId }: { companyId: string }) {
  const { t } = useTranslation('companies');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    licensesOfQuery(companyId),
  );
  const licenses = data?.pages.flatMap((page) => page.data);
  return (
    <section>
      <h2 className={styles['heading']}>{t('licensesTitle')}</h2>
      {licenses === undefined && error === null && <RowsSkeleton rows={2} />}
      {licenses === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {licenses?.length === 0 && <p className={styles['calm']}>{t('noLicenses')}</p>}
      {licenses !== undefined && licenses.length > 0 && (
        <div className={styles['card']}>
          <LicenseRows licenses={licenses} ofOneCompany />
        </div>
      )}
      {hasNextPage && (
        <Button variant="default" mt="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  );
}
