import { AUDIT_ACTIONS, type AuditAction, type AuditEntry } from '@companyaccount/contract';
import { Button, Pill, Select, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import styles from './audit.module.css';
import { exportAddress } from './audit-queries.ts';
import { type AuditSearch, isFiltered } from './audit-search.ts';

/** The page the log stands on. */
export type AuditPlace = '/company/audit' | '/admin/audit';

/** Deeds that concern the installation, never a company. */
const VENDOR_ONLY =
  /^(?:agent|audit_key|definition_root|installation|license_key|mail|plan|product|registration|session)\./u;

interface AuditFiltersProps {
  place: AuditPlace;
  companyId: string | null;
  search: AuditSearch;
  /** What is shown, for the names of what is filtered by. */
  entries: readonly AuditEntry[];
}

/** What narrows the log down, in the address bar, and the way to take all of it along. */
export function AuditFilters({ place, companyId, search, entries }: AuditFiltersProps) {
  const { t, i18n } = useTranslation('audit');
  const navigate = useNavigate();
  const change = (part: AuditSearch) => void navigate({ to: place, search: { ...search, ...part }, replace: true });
  const actions = AUDIT_ACTIONS.filter((action) => companyId === null || !VENDOR_ONLY.test(action))
    .map((value) => ({ value, label: t(`action.${value}`) }))
    .toSorted((one, other) => one.label.localeCompare(other.label, i18n.language));
  const names = {
    person: entries.find(({ person }) => person?.id === search.person)?.person?.name,
    company: entries.find(({ company }) => company?.id === search.company)?.company?.name,
    object: entries.find(({ object }) => object.id === search.object)?.object.name,
  };
  return (
    <div className={styles['filters']} role="group" aria-label={t('filter.label')}>
      <Select
        size="xs"
        className={styles['action'] ?? ''}
        aria-label={t('filter.action')}
        placeholder={`${t('filter.action')}: ${t('filter.any')}`}
        searchable
        clearable
        data={actions}
        value={search.action ?? null}
        onChange={(action) => change({ action: (action as AuditAction | null) ?? undefined })}
        comboboxProps={{ width: 320, position: 'bottom-start', shadow: 'md' }}
      />
      {(['from', 'to'] as const).map((bound) => (
        <TextInput
          key={bound}
          type="date"
          size="xs"
          className={styles['bound'] ?? ''}
          leftSection={<span className={styles['boundWord']}>{t(`filter.${bound}`)}</span>}
          leftSectionWidth={44}
          aria-label={t(`filter.${bound}`)}
          value={search[bound] ?? ''}
          onChange={(event) => change({ [bound]: event.currentTarget.value || undefined })}
        />
      ))}
      {(['person', 'company', 'object'] as const).map(
        (name) =>
          search[name] !== undefined && (
            <Pill
              key={name}
              size="md"
              withRemoveButton
              removeButtonProps={{ 'aria-label': t('filter.remove'), tabIndex: 0, 'aria-hidden': false }}
              onRemove={() => change({ [name]: undefined })}
            >
              {t(`filter.${name}`, { name: names[name] ?? search[name] })}
            </Pill>
          ),
      )}
      {isFiltered(search) && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          onClick={() => void navigate({ to: place, search: {} })}
        >
          {t('filter.clear')}
        </Button>
      )}
      <Button
        component="a"
        href={exportAddress(companyId, search)}
        download
        variant="default"
        size="xs"
        className={styles['export'] ?? ''}
        leftSection={<IconDownload size={14} aria-hidden />}
      >
        {t('export')}
      </Button>
    </div>
  );
}
