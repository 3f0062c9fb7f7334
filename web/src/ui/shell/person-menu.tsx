import type { Me } from '@companyaccount/contract';
import { Menu, Text, UnstyledButton } from '@mantine/core';
import { IconBook2, IconKeyboard, IconLogout, IconUser } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signOut } from '../../api/session.ts';
import { PersonSign } from '../person-sign.tsx';
import styles from './shell.module.css';

interface PersonMenuProps {
  me: Me;
  /** Shows the shortcuts, where the page has any. */
  onShortcuts?: () => void;
}

/** Who is signed in, with the way to the profile and out. */
export function PersonMenu({ me, onShortcuts }: PersonMenuProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const roles = me.agentRoles.length > 0 ? me.agentRoles : me.company === null ? [] : [me.company.role];
  const leave = async (): Promise<void> => {
    await signOut();
    await navigate({ to: '/' });
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className={styles['person']} aria-label={`${t('person.menu')}: ${me.name}`}>
          <PersonSign name={me.name} size={28} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={styles['personHead']}>
          <Text fw={600}>{me.name}</Text>
          <Text size="xs" c="dimmed">
            {me.email}
          </Text>
          <Text size="xs" c="dimmed">
            {roles.map((role) => t(`person.${role}`)).join(', ')}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} to="/profile" leftSection={<IconUser size={16} aria-hidden />}>
          {t('person.profile')}
        </Menu.Item>
        <Menu.Item component={Link} to="/help" leftSection={<IconBook2 size={16} aria-hidden />}>
          {t('person.help')}
        </Menu.Item>
        {onShortcuts !== undefined && (
          <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={onShortcuts}>
            {t('person.shortcuts')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          {t('person.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
