import { REQUEST_SORTS, type RequestSort } from '@companyaccount/contract';
import { Button, UnstyledButton } from '@mantine/core';
import { IconArrowsSort, IconX } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterSelect } from '../filter-select.tsx';
import { SearchField } from '../search-field.tsx';
import { FilterMenu } from './filter-menu.tsx';
import styles from './filters.module.css';
import { type RequestFilters, withFilter } from './request-filters.ts';
import { type ListView, useFilterFields } from './use-filter-fields.ts';

interface FilterBarProps {
  of: ListView;
  filters: RequestFilters;
  /** The order of the list while none is chosen. */
  firstSort: RequestSort;
  onChange: (filters: RequestFilters) => void;
  /** What else can be done with the list. */
  tools?: ReactNode;
}

/** Search, filters and order of a list of requests; what is set stands below, each to be taken away by a click. */
export function FilterBar({ of, filters, firstSort, onChange, tools }: FilterBarProps) {
  const { t } = useTranslation('requests');
  const fields = useFilterFields(of, filters);
  const set = fields.filter(({ value }) => value !== undefined);
  return (
    <div className={styles['bar']} role="group" aria-label={t('filter.bar')}>
      <SearchField value={filters.q} onChange={(q) => onChange({ ...filters, q })} />
      <FilterMenu fields={fields} onChange={(name, value) => onChange(withFilter(filters, name, value))} />
      <FilterSelect
        label={t('sort.label')}
        icon={<IconArrowsSort size={14} aria-hidden />}
        options={REQUEST_SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
        value={filters.sort ?? firstSort}
        onChange={(sort) => onChange({ ...filters, sort })}
      />
      {tools !== undefined && <div className={styles['tools']}>{tools}</div>}
      {set.length > 0 && (
        <ul className={styles['chips']} aria-label={t('filter.active')}>
          {set.map(({ name, label, word }) => (
            <li key={name}>
              <UnstyledButton
                className={styles['chip']}
                data-print="keep"
                aria-label={t('filter.remove', { filter: `${label}: ${word}` })}
                onClick={() => onChange(withFilter(filters, name, undefined))}
              >
                <span className={styles['name']}>{label}</span> {word}
                <IconX size={12} aria-hidden data-print="none" />
              </UnstyledButton>
            </li>
          ))}
          <li>
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              onClick={() => onChange({ q: filters.q, sort: filters.sort, columns: filters.columns })}
            >
              {t('filter.clear')}
            </Button>
          </li>
        </ul>
      )}
    </div>
  );
}
