import { AGENT_RESOLUTIONS, type Request } from '@companyaccount/contract';
import { ActionIcon, Button, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconBook2, IconChevronDown, IconHandGrab, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { useSignedIn } from '../../api/me.ts';
import styles from './request-view.module.css';
import { agentsQuery } from './request-queries.ts';
import type { Deed } from './bulk/bulk.ts';
import { useDeskDeed } from './use-desk-deed.ts';
import { useKeyOf } from './use-key-of.ts';

/** What staff may do with a request now, beside writing. */
export function DeskActions({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const me = useSignedIn();
  const agents = useQuery(agentsQuery(request.desk)).data ?? [];
  const assign = useDeskDeed(request, agents);
  const assignTo = (personId: string | null): void => assign.mutate({ deed: 'assign', personId });
  const { actions } = request;
  return (
    <>
      {actions.includes('take') && (
        <Button
          data-take
          variant="default"
          size="compact-md"
          leftSection={<IconHandGrab size={16} aria-hidden />}
          loading={assign.isPending}
          onClick={() => assignTo(me.id)}
        >
          {t('action.take')}
        </Button>
      )}
      {actions.includes('assign') && <AssignMenu request={request} agents={agents} onAssign={assignTo} />}
      <StatusMenu request={request} />
      {(request.status === 'resolved' || request.status === 'closed') && (
        <ActionIcon
          size={32}
          renderRoot={(props) => <Link {...props} to="/desk/articles/new" search={{ from: request.id }} />}
          aria-label={t('action.writeArticle')}
          title={t('action.writeArticle')}
        >
          <IconBook2 size={18} aria-hidden />
        </ActionIcon>
      )}
      {assign.error !== null && <Problem error={assign.error} />}
    </>
  );
}

interface AssignMenuProps {
  request: Request;
  agents: readonly { id: string; name: string }[];
  onAssign: (personId: string | null) => void;
}

function AssignMenu({ request, agents, onAssign }: AssignMenuProps) {
  const { t } = useTranslation('requests');
  const button = useKeyOf('assign');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button ref={button} variant="default" size="compact-md" leftSection={<IconUserPlus size={16} aria-hidden />}>
          {t('action.assign')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('action.assignTo')}</Menu.Label>
        {agents.map(({ id, name }) => (
          <Menu.Item key={id} disabled={id === request.owner?.id} onClick={() => onAssign(id)}>
            {name}
          </Menu.Item>
        ))}
        {request.owner !== null && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => onAssign(null)}>{t('action.giveBack')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function StatusMenu({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const change = useDeskDeed(request);
  const moveTo = (status: NonNullable<Deed['status']>, more: Pick<Deed, 'resolution'> = {}): void =>
    change.mutate({ deed: 'status', status, ...more });
  const [mayAsk, mayResolve, mayReopen, mayClose] = (['ask_customer', 'resolve', 'reopen', 'close'] as const).map(
    (one) => request.actions.includes(one),
  );
  const button = useKeyOf('status');
  if (!mayAsk && !mayResolve && !mayReopen && !mayClose) return null;
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            ref={button}
            variant="default"
            size="compact-md"
            loading={change.isPending}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            {t('action.status')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {mayReopen && <Menu.Item onClick={() => moveTo('open')}>{t('action.reopen')}</Menu.Item>}
          {mayClose && <Menu.Item onClick={() => moveTo('closed')}>{t('action.close')}</Menu.Item>}
          {mayAsk && <Menu.Item onClick={() => moveTo('waiting_for_customer')}>{t('action.ask_customer')}</Menu.Item>}
          {mayResolve && (
            <>
              <Menu.Label>{t('action.resolve')}</Menu.Label>
              {AGENT_RESOLUTIONS.map((resolution) => (
                <Menu.Item key={resolution} onClick={() => moveTo('resolved', { resolution })}>
                  {t(`resolution.${resolution}`)}
                </Menu.Item>
              ))}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {change.error !== null && <Problem error={change.error} />}
    </>
  );
}

function Problem({ error }: { error: unknown }) {
  return (
    <span role="alert" className={styles['problem']}>
      {errorText(error)}
    </span>
  );
}
