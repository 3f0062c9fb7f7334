import type { CompanyDomain } from '@companyaccount/contract';
import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './company.module.css';
import { CopyField } from '../../ui/copy-field.tsx';
import { DomainBadge } from './domain-badge.tsx';

/** One mail domain: how it stands, and, until it is proved, the record to publish. */
export function DomainCard({ companyId, domain }: { companyId: string; domain: CompanyDomain }) {
  const { t } = useTranslation('company');
  const formats = useFormats();
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const { id, state, proof, displayName, record, finding, checkedAt, provedAt, endsAt } = domain;
  const call = { params: { id: companyId, domainId: id } };
  const settled = { onSettled: () => queryClient.invalidateQueries({ queryKey: keys.domains(companyId) }) };
  const check = useMutation({ mutationFn: () => api.checkDomain(call), ...settled });
  const remove = useMutation({ mutationFn: () => api.removeDomain(call), ...settled });
  const proved = state === 'confirmed' && provedAt !== null;
  const problem = check.error === null ? null : errorText(check.error);
  return (
    <li className={styles['card']}>
      <div className={styles['cardHead']}>
        <div className={styles['cardName']}>
          <Text fw={600} className={styles['domain']}>
            {displayName}
            {displayName !== domain.domain && (
              <Text span c="dimmed" fw={400}>
                {` (${domain.domain})`}
              </Text>
            )}
          </Text>
          <DomainBadge state={state} />
        </div>
        <ActionIcon
          size={36}
          aria-label={t('domains.removeName', { domain: displayName })}
          title={t('domains.remove')}
          onClick={() => {
            remove.reset();
            setRemoving(true);
          }}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </div>
      {proved && (
        <p className={styles['facts']}>
          {t(proof === 'vendor' ? 'domains.vouched' : 'domains.proved', { date: formats.date(provedAt) })}
        </p>
      )}
      {!proved && (
        <>
          <p className={styles['cardText']}>
            {state === 'record_missing' && endsAt !== null
              ? t('domains.ends', { date: formats.date(endsAt) })
              : t('domains.publish')}
          </p>
          <div className={styles['record']}>
            <CopyField label={t('domains.recordName')} value={record.name} />
            <CopyField label={t('domains.recordValue')} value={record.value} />
          </div>
          <Group gap="sm" mt="sm">
            <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
              {t('domains.check')}
            </Button>
            <Text size="sm" role="status" c={problem === null ? 'dimmed' : 'var(--mantine-color-error)'}>
              {problem ??
                (finding === null || checkedAt === null
                  ? t('domains.notChecked')
                  : `${formats.exact(checkedAt)}: ${t(`domains.finding.${finding}`)}`)}
            </Text>
          </Group>
        </>
      )}
      {removing && (
        <ConfirmDialog
          title={t('domains.removeTitle', { domain: displayName })}
          text={t('domains.removeText')}
          action={t('domains.remove')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(undefined, { onSuccess: () => setRemoving(false) })}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  );
}
