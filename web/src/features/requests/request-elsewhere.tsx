import { Button } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { chooseCompany } from '../../api/session.ts';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { NotFound } from '../../ui/states/route-states.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { companyOfRequestQuery } from './request-queries.ts';

/** In the place of a request that the company does not have: where it is another of one's own, offers to go there. */
export function RequestElsewhere({ requestId }: { requestId: string }) {
  const { t } = useTranslation('requests');
  const me = useSignedIn();
  const several = me.memberships.filter(({ state }) => state === 'active').length > 1;
  const { data: company, isLoading } = useQuery({ ...companyOfRequestQuery(requestId), enabled: several });
  const change = useMutation({ mutationFn: chooseCompany });
  if (isLoading) return <TextSkeleton lines={10} />;
  if (company === undefined || change.isError) return <NotFound />;
  return (
    <EmptyState level={1} icon={IconBuilding} title={t('elsewhere.title')} text={t('elsewhere.text', company)}>
      <Button loading={change.isPending} onClick={() => change.mutate(company.id)}>
        {t('elsewhere.change', company)}
      </Button>
    </EmptyState>
  );
}
