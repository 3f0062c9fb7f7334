import { ApiError, type CompanyDomain } from '@companyaccount/contract';
import { ActionIcon, Button, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { DomainBadge } from '../company/domain-badge.tsx';
import styles from './companies.module.css';
import { domainsOfQuery } from './companies-queries.ts';

/** The mail domains of a company; the vendor may confirm one by its word, or take one away. */
export function DomainsOf({ companyId }: { companyId: string }) {
  const { t } = useTranslation('companies');
  const queryClient = useQueryClient();
  const fresh = useFreshSignIn();
  const { data, error, refetch } = useInfiniteQuery(domainsOfQuery(companyId));
  const [asked, setAsked] = useState<CompanyDomain | null>(null);
  const withdraw = useMutation({
    mutationFn: (domainId: string) => fresh(() => api.withdrawDomain({ params: { id: companyId, domainId } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.companyRecord(companyId) }),
  });
  const domains = data?.pages.flatMap((page) => page.data);
  return (
    <section>
      <h2 className={styles['heading']}>{t('domains.title')}</h2>
      <p className={styles['help']}>{t('domains.help')}</p>
      <Stack gap="md">
        {domains === undefined && error === null && <RowsSkeleton rows={1} />}
        {domains === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {domains !== undefined && domains.length > 0 && (
          <ul className={styles['frame']} aria-label={t('domains.title')}>
            {domains.map((domain) => (
              <DomainRow
                key={domain.id}
                domain={domain}
                onWithdraw={() => {
                  withdraw.reset();
                  setAsked(domain);
                }}
              />
            ))}
          </ul>
        )}
        <VouchForm companyId={companyId} />
      </Stack>
      {asked !== null && (
        <ConfirmDialog
          title={t('domains.withdrawTitle', { domain: asked.displayName })}
          text={t('domains.withdrawText')}
          action={t('domains.withdraw')}
          busy={withdraw.isPending}
          error={withdraw.error}
          onConfirm={() => withdraw.mutate(asked.id, { onSuccess: () => setAsked(null) })}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

function DomainRow({ domain, onWithdraw }: { domain: CompanyDomain; onWithdraw: () => void }) {
  const { t } = useTranslation(['companies', 'company']);
  const formats = useFormats();
  const { displayName, proof, provedAt, state } = domain;
  return (
    <li className={styles['domain']}>
      <div className={styles['grows']}>
        <Text fw={500}>
          {displayName}
          {displayName !== domain.domain && (
            <Text span c="dimmed" fw={400}>
              {` (${domain.domain})`}
            </Text>
          )}
        </Text>
        {proof !== null && provedAt !== null && (
          <Text size="xs" c="dimmed">
            {t(`domains.by.${proof}`, { date: formats.date(provedAt) })}
          </Text>
        )}
      </div>
      <DomainBadge state={state} />
      <ActionIcon
        size={36}
        aria-label={t('company:domains.removeName', { domain: displayName })}
        title={t('domains.withdraw')}
        onClick={onWithdraw}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </li>
  );
}

function VouchForm({ companyId }: { companyId: string }) {
  const { t } = useTranslation(['companies', 'company']);
  const queryClient = useQueryClient();
  const fresh = useFreshSignIn();
  const [domain, setDomain] = useState('');
  const problems = useFormProblems({ domain: t('company:domains.domain') });
  const vouch = useMutation({
    mutationFn: (typed: string) =>
      fresh(() => api.vouchForDomain({ params: { id: companyId }, body: { domain: typed } })),
    onSuccess: async () => {
      setDomain('');
      problems.clear();
      await queryClient.invalidateQueries({ queryKey: keys.companyRecord(companyId) });
    },
    onError: (error) =>
      error instanceof ApiError && error.code !== 'validation_failed' && error.fields.length > 0
        ? problems.found({ domain: errorText(error) })
        : problems.refused(error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = domain.trim();
    if (typed === '') problems.found({ domain: t('company:domains.domainEmpty') });
    else vouch.mutate(typed);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <ErrorSummary {...problems.summary} />
        <div className={styles['addition']}>
          <TextInput
            id="domain"
            className={styles['grows']}
            label={t('company:domains.domain')}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={253}
            value={domain}
            onChange={(event) => setDomain(event.currentTarget.value)}
            error={problems.of('domain')}
          />
          <Button type="submit" variant="default" loading={vouch.isPending}>
            {t('domains.vouch')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
