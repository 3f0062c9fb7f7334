import { DESKS, KINDS, KINDS_OF_DESK, REQUEST_SORTS, SEVERITIES, STATUSES } from '@companyaccount/contract';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconArrowsSort, IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterSelect } from '../requests/filter-select.tsx';
import { productsQuery } from '../requests/request-queries.ts';
import { SearchField } from '../requests/search-field.tsx';
import { type HistorySearch, isFiltered } from './history-search.ts';
import styles from './portal.module.css';

/** The filters of the list; each is kept in the address bar, so that Back and a shared link bring it again. */
export function HistoryFilters({ search }: { search: HistorySearch }) {
  const { t } = useTranslation('requests');
  const products = useQuery(productsQuery).data ?? [];
  const navigate = useNavigate();
  const change = (part: HistorySearch): void => {
    void navigate({ to: '/requests', search: { ...search, ...part }, replace: true });
  };
  const any = t('filter.any');
  const [open, setOpen] = useState(false);
  return (
    <div className={styles['filters']} data-open={open || undefined} role="group" aria-label={t('filter.label')}>
      <SearchField value={search.q} onChange={(q) => change({ q })} />
      <Button
        className={styles['filterToggle'] ?? ''}
        variant="default"
        size="xs"
        leftSection={<IconFilter size={14} aria-hidden />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('filter.label')}
      </Button>
      <FilterSelect
        label={t('sort.label')}
        icon={<IconArrowsSort size={14} aria-hidden />}
        options={REQUEST_SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
        value={search.sort ?? '-created'}
        onChange={(sort) => change({ sort })}
      />
      <div className={styles['filterFields']}>
        <FilterSelect
          label={t('filter.desk')}
          any={any}
          options={DESKS.map((value) => ({ value, label: t(`desk.${value}`) }))}
          value={search.desk}
          onChange={(desk) => change({ desk, kind: undefined })}
        />
        <FilterSelect
          label={t('filter.status')}
          any={any}
          options={STATUSES.map((value) => ({ value, label: t(`memberStatus.${value}`) }))}
          value={search.status}
          onChange={(status) => change({ status })}
        />
        <FilterSelect
          label={t('filter.kind')}
          any={any}
          options={(search.desk === undefined ? KINDS : KINDS_OF_DESK[search.desk]).map((value) => ({
            value,
            label: t(`kind.${value}`),
          }))}
          value={search.kind}
          onChange={(kind) => change({ kind })}
        />
        <FilterSelect
          label={t('filter.severity')}
          any={any}
          options={SEVERITIES.map((value) => ({ value: `${value}` as const, label: t(`severity.${value}`) }))}
          value={search.severity === undefined ? undefined : `${search.severity}`}
          onChange={(value) => change({ severity: SEVERITIES.find((one) => `${one}` === value) })}
        />
        <FilterSelect
          label={t('filter.product')}
          any={any}
          options={products.map(({ id, name }) => ({ value: id, label: name }))}
          value={search.product}
          onChange={(product) => change({ product })}
        />
        {(['from', 'to'] as const).map((bound) => (
          <TextInput
            key={bound}
            type="date"
            size="xs"
            className={styles['day'] ?? ''}
            leftSection={<span className={styles['bound']}>{t(`filter.${bound}`)}</span>}
            leftSectionWidth={40}
            aria-label={t(`filter.${bound}`)}
            value={search[bound] ?? ''}
            onChange={(event) => change({ [bound]: event.currentTarget.value || undefined })}
          />
        ))}
        <Checkbox
          size="xs"
          label={t('filter.mine')}
          checked={search.author === 'me'}
          onChange={(event) => change({ author: event.currentTarget.checked ? 'me' : undefined })}
        />
        {isFiltered(search) && (
          <Button variant="subtle" color="gray" size="compact-xs" onClick={() => void navigate({ to: '/requests' })}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
    </div>
  );
}
