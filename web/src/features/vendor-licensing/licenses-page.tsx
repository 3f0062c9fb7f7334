import {
  ApiError,
  isWellFormedActivationCode,
  LICENSE_CLAIMS,
  LICENSE_STATES,
  normalizeActivationCode,
} from '@companyaccount/contract';
import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconFilterOff, IconLicense, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { FilterSelect } from '../requests/filter-select.tsx';
import { catalogueQuery } from './catalogue-queries.ts';
import { Frame } from './frame.tsx';
import { issuedListQuery, type IssuedSearch } from './issued-queries.ts';
import { LicenseRows } from './license-rows.tsx';
import styles from './vendor-licensing.module.css';

/** All licenses that were issued: searched, filtered, and the way to issue more. */
export function LicensesPage() {
  const { t } = useTranslation('issuing');
  const search = useSearch({ from: '/account/admin/licenses' });
  const query = useInfiniteQuery(issuedListQuery(search));
  const { order: _, ...filters } = search;
  const filtered = Object.values(filters).some((value) => value !== undefined);
  return (
    <Frame
      of="licenses"
      current="/admin/licenses"
      action={
        <Button component={Link} to="/admin/licenses/issue" leftSection={<IconPlus size={16} aria-hidden />}>
          {t('list.issue')}
        </Button>
      }
    >
      <SearchField key={search.q ?? ''} search={search} />
      <Filters search={search} filtered={filtered} />
      <div className={styles['card']}>
        <Pages query={query} skeleton={6} framed empty={<NoLicenses filtered={filtered} />}>
          {(licenses) => <LicenseRows licenses={licenses} />}
        </Pages>
      </div>
    </Frame>
  );
}

/** Searches by words; an activation code leads to its license, and never stands in the address bar. */
function SearchField({ search }: { search: IssuedSearch }) {
  const { t } = useTranslation('issuing');
  const navigate = useNavigate();
  const [text, setText] = useState(search.q ?? '');
  const find = useMutation({
    mutationFn: (activationCode: string) => api.findIssuedLicense({ body: { activationCode } }),
    onSuccess: ({ id }) => navigate({ to: '/admin/licenses/$licenseId', params: { licenseId: id } }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    find.reset();
    if (isWellFormedActivationCode(normalizeActivationCode(text))) return find.mutate(text);
    void navigate({ to: '/admin/licenses', search: { ...search, q: text.trim() || undefined }, replace: true });
  };
  const unknown = find.error instanceof ApiError && find.error.code === 'activation_code_unknown';
  return (
    <form role="search" onSubmit={submit} className={styles['search']}>
      <TextInput
        type="search"
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        autoComplete="off"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {find.error !== null && (
        <Text role="alert" c="var(--mantine-color-error)" size="sm" mt={4}>
          {unknown ? t('list.codeUnknown') : errorText(find.error)}
        </Text>
      )}
    </form>
  );
}

function Filters({ search, filtered }: { search: IssuedSearch; filtered: boolean }) {
  const { t } = useTranslation('issuing');
  const navigate = useNavigate();
  const products = useQuery(catalogueQuery).data ?? [];
  const change = (part: IssuedSearch): void => {
    void navigate({ to: '/admin/licenses', search: { ...search, ...part }, replace: true });
  };
  return (
    <div className={styles['filters']} role="group" aria-label={t('list.filters')}>
      <FilterSelect
        label={t('list.order')}
        options={(['-created', 'end', '-end'] as const).map((value) => ({
          value,
          label: t(`order.${ORDER_WORDS[value]}`),
        }))}
        value={search.order ?? '-created'}
        onChange={(order) => change({ order })}
      />
      <FilterSelect
        label={t('list.state')}
        any={t('list.any')}
        options={LICENSE_STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
        value={search.state}
        onChange={(state) => change({ state })}
      />
      <FilterSelect
        label={t('list.claim')}
        any={t('list.any')}
        options={LICENSE_CLAIMS.map((value) => ({ value, label: t(`claim.${value}`) }))}
        value={search.claim}
        onChange={(claim) => change({ claim })}
      />
      <FilterSelect
        label={t('terms.product')}
        any={t('list.any')}
        options={products.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.product}
        onChange={(product) => change({ product })}
      />
      {search.batch !== undefined && (
        <Button variant="default" size="compact-xs" onClick={() => change({ batch: undefined })}>
          {t('list.ofBatch')} ×
        </Button>
      )}
      {filtered && (
        <Button variant="subtle" color="gray" size="compact-xs" component={Link} to="/admin/licenses">
          {t('list.clear')}
        </Button>
      )}
    </div>
  );
}

const ORDER_WORDS = { '-created': 'created', end: 'first', '-end': 'last' } as const;

function NoLicenses({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation('issuing');
  if (filtered) {
    return (
      <EmptyState icon={IconFilterOff} title={t('list.nothing')} text={t('list.nothingText')}>
        <Button component={Link} to="/admin/licenses" variant="default">
          {t('list.clear')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconLicense} title={t('list.empty')} text={t('list.emptyText')}>
      <Group gap="xs" justify="center">
        <Button component={Link} to="/admin/licenses/issue">
          {t('list.issue')}
        </Button>
        <Button
          component={Link}
          to="/admin/licenses/batches"
          variant="default"
          leftSection={<IconUpload size={16} aria-hidden />}
        >
          {t('batches.import')}
        </Button>
      </Group>
    </EmptyState>
  );
}
