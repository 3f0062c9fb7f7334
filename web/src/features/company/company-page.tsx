import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { companyQuery } from '../../api/company.ts';
import { may, useSignedIn } from '../../api/me.ts';
import { Page } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { CompanySettings } from './company-settings.tsx';
import { MemberList } from './member-list.tsx';
import { PendingMembers } from './pending-members.tsx';

/** Who belongs to the company; administrators also let people in, decide on roles, and on who sees the requests. */
export function CompanyPage() {
  const me = useSignedIn();
  if (me.company === null) return null;
  return <CompanyOf key={me.company.id} id={me.company.id} administers={may(me, 'company_administrator')} />;
}

function CompanyOf({ id, administers }: { id: string; administers: boolean }) {
  const { t } = useTranslation('company');
  const { data: company, error, refetch } = useQuery(companyQuery(id));
  return (
    <Page title={company?.name ?? t('title')} width="reading">
      {company === undefined && error === null && <TextSkeleton lines={6} />}
      {company === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {company !== undefined && (
        <Stack gap={32}>
          {administers && <PendingMembers companyId={id} />}
          <MemberList companyId={id} administers={administers} />
          {administers && <CompanySettings company={company} />}
        </Stack>
      )}
    </Page>
  );
}
