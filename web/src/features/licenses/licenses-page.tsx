import { LICENSE_SORTS, LICENSE_STATES } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconArrowsSort, IconFilterOff, IconLicense } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { FilterSelect } from '../requests/filter-select.tsx';
import { productsQuery } from '../requests/request-queries.ts';
import { AddLicense } from './add-license.tsx';
import { LicenseList } from './license-list.tsx';
import { licenseListQuery } from './license-queries.ts';
import { isFiltered, licensesQuery, type LicensesSearch } from './licenses-search.ts';
import styles from './licenses.module.css';

/** Fewer licenses than this are seen at a glance. */
const FILTERS_FROM = 6;

/** What the company has bought: every license with its state and its end. */
export function LicensesPage() {
  const { t } = useTranslation('licenses');
  const search = useSearch({ from: '/account/licenses' });
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    licenseListQuery(licensesQuery(search)),
  );
  // A page fetched before a new license came may repeat a row of the next.
  const licenses = [
    ...new Map(data?.pages.flatMap((page) => page.data).map((license) => [license.id, license])).values(),
  ];
  const filtered = isFiltered(search);
  const filters = filtered || search.order !== undefined || licenses.length >= FILTERS_FROM;
  return (
    <Page title={t('title')} action={<AddLicense />}>
      {filters && <LicenseFilters search={search} />}
      <div className={styles['card']}>
        {isPending && <RowsSkeleton rows={4} />}
        {!isPending && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data !== undefined && licenses.length === 0 && !filtered && (
          <EmptyState icon={IconLicense} title={t('empty')} text={t('emptyText')} />
        )}
        {data !== undefined && licenses.length === 0 && filtered && (
          <EmptyState icon={IconFilterOff} title={t('nothing')} text={t('nothingText')}>
            <Button component={Link} to="/licenses" variant="default">
              {t('filter.clear')}
            </Button>
          </EmptyState>
        )}
        {licenses.length > 0 && (
          <LicenseList
            licenses={licenses}
            more={hasNextPage ? () => void fetchNextPage() : null}
            loadingMore={isFetchingNextPage}
          />
        )}
      </div>
    </Page>
  );
}

function LicenseFilters({ search }: { search: LicensesSearch }) {
  const { t } = useTranslation('licenses');
  const products = useQuery(productsQuery).data ?? [];
  const navigate = useNavigate();
  const change = (part: LicensesSearch): void => {
    void navigate({ to: '/licenses', search: { ...search, ...part }, replace: true });
  };
  return (
    <div className={styles['filters']} role="group" aria-label={t('filter.label')}>
      <FilterSelect
        label={t('filter.sort')}
        icon={<IconArrowsSort size={14} aria-hidden />}
        options={LICENSE_SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
        value={search.order ?? '-created'}
        onChange={(order) => change({ order })}
      />
      <FilterSelect
        label={t('filter.state')}
        any={t('filter.any')}
        options={LICENSE_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        value={search.state}
        onChange={(state) => change({ state })}
      />
      <FilterSelect
        label={t('filter.product')}
        any={t('filter.any')}
        options={products.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.product}
        onChange={(product) => change({ product })}
      />
      {isFiltered(search) && (
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => void navigate({ to: '/licenses' })}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
