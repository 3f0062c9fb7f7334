import { ApiError, type ErrorCode } from '@companyaccount/contract';
import { Button, Stack, TextInput } from '@mantine/core';
import { IconAt } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { domainsQuery } from '../../api/company.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { useSignedIn } from '../../api/me.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import styles from './company.module.css';
import { DomainCard } from './domain-card.tsx';

const REFUSED = new Set<string>(['domain_is_suffix', 'free_mail_domain'] satisfies ErrorCode[]);

/** The mail domains of the company, and how each is proved. */
export function DomainsPage() {
  const { company } = useSignedIn();
  return company === null ? null : <DomainsOf companyId={company.id} />;
}

function DomainsOf({ companyId }: { companyId: string }) {
  const { t } = useTranslation('company');
  const query = useInfiniteQuery(domainsQuery(companyId));
  return (
    <Stack gap={24}>
      <section>
        <p className={styles['help']}>{t('domains.help')}</p>
        <AddDomain companyId={companyId} />
      </section>
      <Pages
        query={query}
        skeleton={2}
        empty={<EmptyState icon={IconAt} title={t('domains.empty')} text={t('domains.emptyText')} />}
      >
        {(domains) => (
          <ul className={styles['cards']} aria-label={t('domains.label')}>
            {domains.map((domain) => (
              <DomainCard key={domain.id} companyId={companyId} domain={domain} />
            ))}
          </ul>
        )}
      </Pages>
    </Stack>
  );
}

function AddDomain({ companyId }: { companyId: string }) {
  const { t } = useTranslation('company');
  const queryClient = useQueryClient();
  const [domain, setDomain] = useState('');
  const problems = useFormProblems({ domain: t('domains.domain') });
  const add = useMutation({
    mutationFn: (typed: string) => api.addDomain({ params: { id: companyId }, body: { domain: typed } }),
    onSuccess: async () => {
      setDomain('');
      problems.clear();
      await queryClient.invalidateQueries({ queryKey: keys.domains(companyId) });
    },
    // What is wrong with the domain is said at its field.
    onError: (error) =>
      error instanceof ApiError && REFUSED.has(error.code)
        ? problems.found({ domain: errorText(error) ?? '' })
        : problems.refused(error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = domain.trim();
    if (typed === '') problems.found({ domain: t('domains.domainEmpty') });
    else add.mutate(typed);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <ErrorSummary {...problems.summary} />
        <div className={styles['addition']}>
          <TextInput
            id="domain"
            className={styles['grows']}
            label={t('domains.domain')}
            placeholder="example.com"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={253}
            value={domain}
            onChange={(event) => setDomain(event.currentTarget.value)}
            error={problems.of('domain')}
          />
          <Button type="submit" loading={add.isPending}>
            {t('domains.add')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
