import type { StaffMember } from '@companyaccount/contract';
import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PersonSign } from '../../ui/person-sign.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './staff.module.css';

/** What an admin may do with a person of the staff. */
export type AgentDeed = 'roles' | 'invite' | 'deactivate' | 'reactivate';

interface AgentRowProps {
  agent: StaffMember;
  own: boolean;
  onDeed: (deed: AgentDeed) => void;
}

/** One person of the staff. */
export function AgentRow({ agent, own, onDeed }: AgentRowProps) {
  const { t } = useTranslation('staff');
  const formats = useFormats();
  const { name, email, roles, active, openRequests, lastSeenAt } = agent;
  const seen = lastSeenAt === null ? t('list.invited') : t('list.seen', { date: formats.date(lastSeenAt) });
  const facts = [
    email,
    active ? seen : t('list.closed'),
    ...(openRequests > 0 ? [t('list.openRequests', { count: openRequests })] : []),
  ];
  const deeds: AgentDeed[] = active
    ? ['roles', ...(lastSeenAt === null ? (['invite'] as const) : []), 'deactivate']
    : ['reactivate'];
  return (
    <li className={styles['row']} data-closed={!active || undefined}>
      <PersonSign name={name} size={32} />
      <div className={styles['person']}>
        <Text fw={500} dir="auto">
          {name}
          {own && (
            <Text span c="dimmed" fw={400}>
              {` (${t('list.you')})`}
            </Text>
          )}
        </Text>
        <div className={styles['facts']}>{facts.join(' · ')}</div>
      </div>
      <div className={styles['roles']}>{roles.map((role) => t(`role.${role}`)).join(', ')}</div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={36} aria-label={t('list.actions', { name })}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {deeds.map((deed) => (
            <Menu.Item key={deed} onClick={() => onDeed(deed)}>
              {t(`deed.${deed}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
