import { Menu, UnstyledButton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { NavItem } from './nav-items.ts';
import styles from './shell.module.css';

interface MoreItemsProps {
  items: readonly NavItem[];
  current: NavItem | undefined;
}

/** The last entry of a phone's bar: a menu of what the bar has no room for. */
export function MoreItems({ items, current }: MoreItemsProps) {
  const { t } = useTranslation();
  return (
    <li className={styles['more']}>
      <Menu position="top-end">
        <Menu.Target>
          <UnstyledButton
            className={styles['item']}
            aria-current={current !== undefined && items.includes(current) ? 'page' : undefined}
          >
            <IconDots size={18} stroke={1.75} aria-hidden />
            <span className={styles['word']}>{t('nav.more')}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {items.map(({ to, label, icon: Sign }) => (
            <Menu.Item
              key={to}
              component={Link}
              to={to}
              leftSection={<Sign size={16} aria-hidden />}
              aria-current={to === current?.to ? 'page' : undefined}
            >
              {t(`nav.${label}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
