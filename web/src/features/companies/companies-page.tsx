import type { CompanySummary } from '@companyaccount/contract';
import { Button, TextInput, VisuallyHidden } from '@mantine/core';
import { IconBuilding, IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './companies.module.css';
import { companiesQuery } from './companies-queries.ts';

/** All companies, searched by name, mail domain or a member's address. */
export function CompaniesPage() {
  const { t } = useTranslation('companies');
  const { q } = useSearch({ from: '/account/admin/companies' });
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    companiesQuery(q),
  );
  const companies = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Page title={t('title')}>
      <SearchField key={q ?? ''} q={q ?? ''} />
      <div className={styles['card']}>
        {isPending && <RowsSkeleton rows={6} />}
        {!isPending && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data !== undefined && companies.length === 0 && q === undefined && (
          <EmptyState icon={IconBuilding} title={t('empty')} text={t('emptyText')} />
        )}
        {data !== undefined && companies.length === 0 && q !== undefined && (
          <EmptyState icon={IconFilterOff} title={t('nothing')} text={t('nothingText')}>
            <Button component={Link} to="/admin/companies" variant="default">
              {t('clear')}
            </Button>
          </EmptyState>
        )}
        {companies.length > 0 && (
          <ul className={styles['rows']} aria-label={t('list')}>
            {companies.map((company) => (
              <CompanyRow key={company.id} company={company} />
            ))}
          </ul>
        )}
        {hasNextPage && (
          <div className={styles['end']}>
            <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('more')}
            </Button>
          </div>
        )}
      </div>
    </Page>
  );
}

function CompanyRow({
  company: { id, name, members, pendingMembers, licenses, createdAt },
}: {
  company: CompanySummary;
}) {
  const { t } = useTranslation('companies');
  const formats = useFormats();
  return (
    <li>
      <Link to="/admin/companies/$companyId" params={{ companyId: id }} className={styles['company']}>
        <span className={styles['name']} dir="auto">
          {name}
        </span>
        <span className={styles['fact']}>
          {t('members', { count: members })}
          {pendingMembers > 0 && `, ${t('waiting', { count: pendingMembers })}`}
        </span>
        <span className={styles['fact']}>{t('licenses', { count: licenses })}</span>
        <span className={styles['since']}>
          <VisuallyHidden>{t('since')} </VisuallyHidden>
          {formats.date(createdAt)}
        </span>
      </Link>
    </li>
  );
}

function SearchField({ q }: { q: string }) {
  const { t } = useTranslation('companies');
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const typed = text.trim();
    void navigate({ to: '/admin/companies', search: typed === '' ? {} : { q: typed } });
  };
  return (
    <form role="search" onSubmit={submit} className={styles['search']}>
      <TextInput
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        autoComplete="off"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
