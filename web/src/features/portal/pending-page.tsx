import type { Me } from '@companyaccount/contract';
import { IconHourglass, IconUserQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { AddLicense } from '../licenses/add-license.tsx';

/** What a person sees who belongs to no company yet. */
export function PendingPage({ me }: { me: Me }) {
  const { t } = useTranslation('common');
  const waiting = me.memberships.find(({ state }) => state === 'pending');
  if (waiting === undefined) {
    return (
      <EmptyState icon={IconUserQuestion} title={t('noAccess.title')} text={t('noAccess.text')}>
        {me.agentRoles.length === 0 && <AddLicense />}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconHourglass}
      title={t('pending.title')}
      text={t('pending.text', { company: waiting.companyName })}
    >
      <AddLicense variant="default" />
    </EmptyState>
  );
}
