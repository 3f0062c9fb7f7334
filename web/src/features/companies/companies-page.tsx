import type { CompanySummary } from '@companyaccount/contract';
import { Button, TextInput, VisuallyHidden } from '@mantine/core';
import { IconBuilding, IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { Pages } from '../../ui/states/pages.tsx';
import styles from './companies.module.css';
import { companiesQuery } from './companies-queries.ts';

/** All companies, searched by name, mail domain or a member's address. */
export function CompaniesPage() {
  const { t } = useTranslation('companies');
  const { q } = useSearch({ from: '/account/admin/companies' });
  const query = useInfiniteQuery(companiesQuery(q));
  return (
    <Page
      title={t('title')}
      action={
        <Button component={Link} to="/admin/erasures" variant="default">
          {t('erase')}
        </Button>
      }
    >
      <SearchField key={q ?? ''} q={q ?? ''} />
      <div className={styles['card']}>
        <Pages
          query={query}
          skeleton={6}
          framed
          empty={
            q === undefined ? (
              <EmptyState icon={IconBuilding} title={t('empty')} text={t('emptyText')} />
            ) : (
              <EmptyState icon={IconFilterOff} title={t('nothing')} text={t('nothingText')}>
                <Button component={Link} to="/admin/companies" variant="default">
                  {t('clear')}
                </Button>
              </EmptyState>
            )
          }
        >
          {(companies) => (
            <ul className={styles['rows']} aria-label={t('list')}>
              {companies.map((company) => (
                <CompanyRow key={company.id} company={company} />
              ))}
            </ul>
          )}
        </Pages>
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
