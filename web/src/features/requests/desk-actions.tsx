import { AGENT_RESOLUTIONS, type Request } from '@companyaccount/contract';
import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconHandGrab, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { useSignedIn } from '../../api/me.ts';
import type { ShortcutName } from '../../ui/shortcuts/shortcuts.ts';
import { useShortcut } from '../../ui/shortcuts/use-shortcut.ts';
import styles from './request-view.module.css';
import { agentsQuery } from './request-queries.ts';
import { useAssign } from './use-assign.ts';
import { useChangeRequest } from './use-change-request.ts';

/** What staff may do with a request now, beside writing. */
export function DeskActions({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const me = useSignedIn();
  const assign = useAssign(request.id);
  const { actions } = request;
  return (
    <>
      {actions.includes('take') && (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconHandGrab size={16} aria-hidden />}
          loading={assign.isPending}
          onClick={() => assign.mutate(me.id)}
        >
          {t('action.take')}
        </Button>
      )}
      {actions.includes('assign') && <AssignMenu request={request} onAssign={(id) => assign.mutate(id)} />}
      <StatusMenu request={request} />
      {assign.error !== null && <Problem error={assign.error} />}
    </>
  );
}

/** Lets a shortcut press the button that gets the answer. */
function useKeyOf(name: ShortcutName): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  useShortcut(name, () => {
    button.current?.focus();
    button.current?.click();
    return button.current !== null;
  });
  return button;
}

function AssignMenu({ request, onAssign }: { request: Request; onAssign: (personId: string | null) => void }) {
  const { t } = useTranslation('requests');
  const agents = useQuery(agentsQuery(request.desk)).data ?? [];
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

type SetStatus = Parameters<typeof api.setRequestStatus>[0]['body'];

function StatusMenu({ request: { id, actions } }: { request: Request }) {
  const { t } = useTranslation('requests');
  const change = useChangeRequest(id, (body: SetStatus | 'close') =>
    body === 'close' ? api.closeRequest({ params: { id } }) : api.setRequestStatus({ params: { id }, body }),
  );
  const [mayAsk, mayResolve, mayReopen, mayClose] = (['ask_customer', 'resolve', 'reopen', 'close'] as const).map(
    (one) => actions.includes(one),
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
          {mayReopen && <Menu.Item onClick={() => change.mutate({ status: 'open' })}>{t('action.reopen')}</Menu.Item>}
          {mayClose && <Menu.Item onClick={() => change.mutate('close')}>{t('action.close')}</Menu.Item>}
          {mayAsk && (
            <Menu.Item onClick={() => change.mutate({ status: 'waiting_for_customer' })}>
              {t('action.ask_customer')}
            </Menu.Item>
          )}
          {mayResolve && (
            <>
              <Menu.Label>{t('action.resolve')}</Menu.Label>
              {AGENT_RESOLUTIONS.map((resolution) => (
                <Menu.Item key={resolution} onClick={() => change.mutate({ status: 'resolved', resolution })}>
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
