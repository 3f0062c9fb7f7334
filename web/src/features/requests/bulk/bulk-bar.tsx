import { AGENT_RESOLUTIONS, type Desk, type RequestSummary } from '@companyaccount/contract';
import { ActionIcon, Button, Checkbox, Menu } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconFlame, IconTag, IconUserPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../../api/error-text.ts';
import { useSignedIn } from '../../../api/me.ts';
import { agentsQuery } from '../request-queries.ts';
import { useKeyOf } from '../use-key-of.ts';
import type { Deed } from './bulk.ts';
import styles from './bulk-bar.module.css';
import { SeverityDialog } from './severity-dialog.tsx';
import { TagDialog } from './tag-dialog.tsx';
import { useBulk } from './use-bulk.ts';
import type { Selection } from './use-selection.ts';

interface BulkBarProps {
  desk: Desk;
  /** Everything that is shown, of which some is selected. */
  requests: readonly RequestSummary[];
  selection: Selection;
}

/** What can be done with all requests that are selected; those that are refused stay selected. */
export function BulkBar({ desk, requests, selection }: BulkBarProps) {
  const { t } = useTranslation(['bulk', 'requests']);
  const me = useSignedIn();
  const agents = useQuery(agentsQuery(desk)).data ?? [];
  const bulk = useBulk(agents);
  const [asking, setAsking] = useState<'severity' | 'tag' | null>(null);
  const { ids } = selection;
  const selected = requests.filter(({ id }) => ids.includes(id));
  const mayClose = selected.some(({ status }) => status === 'resolved');
  const mayResolve = selected.some(({ status }) => status !== 'resolved' && status !== 'closed');
  const assignKey = useKeyOf('assign');
  const statusKey = useKeyOf('status');
  const all = ids.length === requests.length;
  const carryOut = (deed: Deed): void =>
    bulk.mutate(
      { ids, deed },
      {
        onSuccess: (outcomes) => {
          setAsking(null);
          const refused = outcomes.flatMap(({ id, outcome }) => (outcome === 'refused' ? [id] : []));
          if (refused.length === 0) selection.end();
          else selection.set(refused);
        },
      },
    );
  const button = { variant: 'default', size: 'compact-md', disabled: bulk.isPending || ids.length === 0 } as const;
  return (
    <section className={styles['bar']} aria-label={t('label')} aria-busy={bulk.isPending}>
      <Checkbox
        size="xs"
        checked={all}
        indeterminate={ids.length > 0 && !all}
        disabled={bulk.isPending}
        onChange={() => selection.set(all ? [] : requests.map(({ id }) => id))}
        label={<span role="status">{t('selected', { count: ids.length })}</span>}
        title={t('all')}
      />
      <div className={styles['deeds']}>
        <Menu position="top-start">
          <Menu.Target>
            <Button ref={assignKey} {...button} leftSection={<IconUserPlus size={16} aria-hidden />}>
              {t('requests:action.assign')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={styles['menu'] ?? ''}>
            <Menu.Item onClick={() => carryOut({ deed: 'assign', personId: me.id })}>{t('me')}</Menu.Item>
            <Menu.Item onClick={() => carryOut({ deed: 'assign', personId: null })}>{t('nobody')}</Menu.Item>
            <Menu.Divider />
            {agents
              .filter(({ id }) => id !== me.id)
              .map(({ id, name }) => (
                <Menu.Item key={id} onClick={() => carryOut({ deed: 'assign', personId: id })}>
                  {name}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
        <Button
          {...button}
          leftSection={<IconFlame size={16} aria-hidden />}
          onClick={() => {
            bulk.reset();
            setAsking('severity');
          }}
        >
          {t('requests:field.severity')}
        </Button>
        <Button
          {...button}
          leftSection={<IconTag size={16} aria-hidden />}
          onClick={() => {
            bulk.reset();
            setAsking('tag');
          }}
        >
          {t('requests:field.tag')}
        </Button>
        {mayResolve && (
          <Menu position="top-start">
            <Menu.Target>
              <Button ref={statusKey} {...button} leftSection={<IconCircleCheck size={16} aria-hidden />}>
                {t('resolve')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>{t('requests:action.resolve')}</Menu.Label>
              {AGENT_RESOLUTIONS.map((resolution) => (
                <Menu.Item
                  key={resolution}
                  onClick={() => carryOut({ deed: 'status', status: 'resolved', resolution })}
                >
                  {t(`requests:resolution.${resolution}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {mayClose && (
          <Button
            {...button}
            leftSection={<IconCircleX size={16} aria-hidden />}
            onClick={() => carryOut({ deed: 'status', status: 'closed' })}
          >
            {t('requests:action.close')}
          </Button>
        )}
      </div>
      <ActionIcon size={32} aria-label={t('clear')} title={t('clear')} onClick={selection.end}>
        <IconX size={16} aria-hidden />
      </ActionIcon>
      {bulk.error !== null && asking === null && (
        <span role="alert" className={styles['problem']}>
          {errorText(bulk.error)}
        </span>
      )}
      {asking === 'severity' && (
        <SeverityDialog
          count={ids.length}
          onClose={() => setAsking(null)}
          busy={bulk.isPending}
          problem={bulk.error === null ? null : errorText(bulk.error)}
          onChoose={(severity, reason) => carryOut({ deed: 'severity', severity, reason })}
        />
      )}
      {asking === 'tag' && (
        <TagDialog
          desk={desk}
          count={ids.length}
          present={[...new Set(selected.flatMap(({ tags }) => tags))].toSorted()}
          busy={bulk.isPending}
          problem={bulk.error === null ? null : errorText(bulk.error)}
          onChoose={(deed, tag) => carryOut({ deed, tag })}
          onClose={() => setAsking(null)}
        />
      )}
    </section>
  );
}
