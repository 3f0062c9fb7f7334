import type { StaffMember } from '@companyaccount/contract';
import { Button, Modal } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useSignedIn } from '../../api/me.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Page } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { type AgentDeed, AgentRow } from './agent-row.tsx';
import { InvitationLink } from './invitation-link.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { RolesDialog } from './roles-dialog.tsx';
import { staffQuery } from './staff-queries.ts';
import styles from './staff.module.css';
import { useStaffChange } from './use-staff-change.ts';

interface Asked {
  deed: AgentDeed;
  agent: StaffMember;
}

/** The vendor's staff: who belongs to it, with which roles, and who comes and goes. */
export function StaffPage() {
  const { t } = useTranslation(['staff', 'common']);
  const me = useSignedIn();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(staffQuery);
  const [inviting, setInviting] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  return (
    <Page
      title={t('title')}
      width="reading"
      action={
        <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={() => setInviting(true)}>
          {t('invite.open')}
        </Button>
      }
    >
      {data === undefined && error === null && <RowsSkeleton rows={5} />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <ul className={styles['rows']} aria-label={t('list.label')}>
          {data.pages
            .flatMap((page) => page.data)
            .map((agent) => (
              <AgentRow
                key={agent.id}
                agent={agent}
                own={agent.id === me.id}
                onDeed={(deed) => setAsked({ deed, agent })}
              />
            ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="default" mt="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('list.more')}
        </Button>
      )}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {asked?.deed === 'roles' && <RolesDialog agent={asked.agent} onClose={close} />}
      {(asked?.deed === 'deactivate' || asked?.deed === 'reactivate') && (
        <AccountDialog agent={asked.agent} deed={asked.deed} onClose={close} />
      )}
      {asked?.deed === 'invite' && <InviteAgain agent={asked.agent} onClose={close} />}
    </Page>
  );
}

interface DeedProps {
  agent: StaffMember;
  onClose: () => void;
}

function AccountDialog({ agent, deed, onClose }: DeedProps & { deed: 'deactivate' | 'reactivate' }) {
  const { t } = useTranslation('staff');
  const call = { params: { id: agent.id } };
  const change = useStaffChange(() => (deed === 'deactivate' ? api.deactivateAgent(call) : api.reactivateAgent(call)));
  return (
    <ConfirmDialog
      title={t(`${deed}.title`, { name: agent.name })}
      text={t(`${deed}.text`)}
      action={t(`deed.${deed}`)}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function InviteAgain({ agent, onClose }: DeedProps) {
  const { t } = useTranslation(['staff', 'common']);
  const again = useStaffChange(() => api.inviteAgentAgain({ params: { id: agent.id } }));
  if (again.data === undefined) {
    return (
      <ConfirmDialog
        title={t('again.title', { name: agent.name })}
        text={t('again.text')}
        action={t('deed.invite')}
        busy={again.isPending}
        error={again.error}
        onConfirm={() => again.mutate(undefined)}
        onClose={onClose}
      />
    );
  }
  return (
    <Modal opened title={t('invite.title')} onClose={onClose}>
      <InvitationLink email={agent.email} link={again.data.link} onClose={onClose} />
    </Modal>
  );
}
