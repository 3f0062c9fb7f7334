import type { Me } from '@companyaccount/contract';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Brand } from './brand.tsx';
import { type NavItem, navItems } from './nav-items.ts';
import styles from './shell.module.css';

interface NavProps {
  me: Me;
  collapsed: boolean;
  onCollapse: (collapsed: boolean) => void;
}

/** The left navigation, which becomes the bottom bar on a phone. */
export function Nav({ me, collapsed, onCollapse }: NavProps) {
  const { t } = useTranslation();
  const Sign = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const words = collapsed ? t('nav.expand') : t('nav.collapse');
  return (
    <nav className={styles['nav']} aria-label={t('nav.label')}>
      <div className={styles['brand']}>
        <Brand compact={collapsed} />
      </div>
      <ul className={styles['items']}>
        {navItems(me).map((item) => (
          <Item key={item.to} item={item} collapsed={collapsed} />
        ))}
      </ul>
      <div className={styles['collapse']}>
        <ActionIcon size={32} aria-label={words} aria-expanded={!collapsed} onClick={() => onCollapse(!collapsed)}>
          <Sign size={18} aria-hidden />
        </ActionIcon>
      </div>
    </nav>
  );
}

function Item({ item: { to, label, icon: Sign }, collapsed }: { item: NavItem; collapsed: boolean }) {
  const { t } = useTranslation();
  const words = t(`nav.${label}`);
  return (
    <li>
      <Tooltip label={words} position="right" disabled={!collapsed}>
        <Link
          to={to}
          className={styles['item']}
          activeOptions={{ exact: to === '/requests' || to === '/home', includeSearch: false }}
        >
          <Sign size={18} stroke={1.75} aria-hidden />
          <span className={styles['word']}>{words}</span>
        </Link>
      </Tooltip>
    </li>
  );
}
