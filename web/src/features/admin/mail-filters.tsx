import { MAIL_STATES } from '@companyaccount/contract';
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterSelect } from '../requests/filter-select.tsx';
import styles from './mail-log.module.css';
import type { MailFilters } from './mail-queries.ts';

/** Narrows the mail log to a state or to addresses that contain what is typed. */
export function MailFilterFields({ filters }: { filters: MailFilters }) {
  const { t } = useTranslation('admin');
  const navigate = useNavigate();
  const [to, setTo] = useState(filters.to ?? '');
  const show = (change: MailFilters) =>
    void navigate({ to: '/admin/mail-log', search: { ...filters, ...change }, replace: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    show({ to: to.trim() || undefined });
  };
  return (
    <div className={styles['filters']}>
      <form role="search" onSubmit={submit} className={styles['search']}>
        <TextInput
          type="search"
          aria-label={t('mailLog.search')}
          placeholder={t('mailLog.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          maxLength={254}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </form>
      <FilterSelect
        label={t('mailLog.filterState')}
        any={t('mailLog.anyState')}
        value={filters.state}
        options={MAIL_STATES.map((state) => ({ value: state, label: t(`mailLog.state.${state}`) }))}
        onChange={(state) => show({ state })}
      />
    </div>
  );
}
