import { ApiError, type CompanyRecord } from '@companyaccount/contract';
import { Anchor, Button, Stack } from '@mantine/core';
import { IconArrowLeft, IconEdit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/facts.tsx';
import { Page } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { NotFound } from '../../ui/states/route-states.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './companies.module.css';
import { companyRecordQuery } from './companies-queries.ts';
import { DomainsOf } from './domains-of.tsx';
import { LicensesOf } from './licenses-of.tsx';
import { MembersOf } from './members-of.tsx';
import { RenameDialog } from './rename-dialog.tsx';

/** One company, as the vendor's administrators see it. */
export function CompanyRecordPage() {
  const { t } = useTranslation('companies');
  const { companyId } = useParams({ from: '/account/admin/companies/$companyId' });
  const { data: company, error, refetch } = useQuery(companyRecordQuery(companyId));
  const [renaming, setRenaming] = useState(false);
  if (company === undefined && error instanceof ApiError && error.code === 'not_found') return <NotFound />;
  return (
    <Page
      title={company?.name ?? t('one')}
      width="reading"
      action={
        company !== undefined && (
          <Button variant="default" leftSection={<IconEdit size={16} aria-hidden />} onClick={() => setRenaming(true)}>
            {t('rename.open')}
          </Button>
        )
      }
    >
      <Anchor component={Link} to="/admin/companies" className={styles['back'] ?? ''}>
        <IconArrowLeft size={16} aria-hidden /> {t('back')}
      </Anchor>
      {company === undefined && error === null && <TextSkeleton lines={8} />}
      {company === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {company !== undefined && (
        <Stack gap={32} key={company.id}>
          <CompanyFacts company={company} />
          <MembersOf companyId={company.id} />
          <LicensesOf companyId={company.id} />
          <DomainsOf companyId={company.id} />
        </Stack>
      )}
      {renaming && company !== undefined && <RenameDialog company={company} onClose={() => setRenaming(false)} />}
    </Page>
  );
}

function CompanyFacts({ company }: { company: CompanyRecord }) {
  const { t } = useTranslation(['companies', 'company']);
  const formats = useFormats();
  return (
    <Facts
      facts={[
        [t('facts.since'), formats.exact(company.createdAt)],
        [t('facts.requests'), t('facts.requestCounts', { open: company.openRequests, all: company.requests })],
        [t('facts.sharing'), t(`company:settings.${company.sharing}`)],
        [
          t('facts.audit'),
          <Link key="audit" to="/admin/audit" search={{ company: company.id }} className={styles['link']}>
            {t('facts.auditLink')}
          </Link>,
        ],
      ]}
    />
  );
}
