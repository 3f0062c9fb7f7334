import type { Me } from '@companyaccount/contract';
import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { companyQuery } from '../../api/company.ts';
import { may } from '../../api/me.ts';
import { Brand } from './brand.tsx';
import { MoreItems } from './more-items.tsx';
import { type NavItem, navItems } from './nav-items.ts';
import styles from './shell.module.css';

/** So many entries a phone's bar has room for; where there are more, the last leads to the rest. */
const IN_THE_BAR = 5;

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
  const items = navItems(me);
  const path = useLocation({ select: ({ pathname }) => pathname });
  const current = placeOf(path, items);
  const waiting = usePendingMembers(me);
  return (
    <nav className={styles['nav']} aria-label={t('nav.label')}>
      <div className={styles['brand']}>
        <Brand compact={collapsed} />
      </div>
      <ul className={styles['items']}>
        {items.map((item, place) => (
          <Item
            key={item.to}
            item={item}
            current={item === current}
            collapsed={collapsed}
            waiting={item.to === '/company' ? waiting : 0}
            behindMore={items.length > IN_THE_BAR && place >= IN_THE_BAR - 1}
          />
        ))}
        {items.length > IN_THE_BAR && <MoreItems items={items.slice(IN_THE_BAR - 1)} current={current} />}
      </ul>
      <div className={styles['collapse']}>
        <ActionIcon size={32} aria-label={words} aria-expanded={!collapsed} onClick={() => onCollapse(!collapsed)}>
          <Sign size={18} aria-hidden />
        </ActionIcon>
      </div>
    </nav>
  );
}

/** The entry whose page is open or holds the one that is; of two, the longer: a new request is not the list of all. */
const placeOf = (path: string, items: readonly NavItem[]): NavItem | undefined =>
  items
    .filter(({ to }) => path === to || path.startsWith(`${to}/`))
    .toSorted((one, other) => other.to.length - one.to.length)[0];

/** How many people an administrator has to decide on. */
function usePendingMembers(me: Me): number {
  const { data } = useQuery({
    ...companyQuery(me.company?.id ?? ''),
    enabled: me.company !== null && may(me, 'company_administrator'),
  });
  return data?.pendingMembers ?? 0;
}

interface ItemProps {
  item: NavItem;
  current: boolean;
  collapsed: boolean;
  /** How much waits there for the reader. */
  waiting: number;
  /** Whether a phone shows it behind the last entry of its bar. */
  behindMore: boolean;
}

function Item({ item: { to, label, icon: Sign }, current, collapsed, waiting, behindMore }: ItemProps) {
  const { t } = useTranslation();
  const words = t(`nav.${label}`);
  return (
    <li data-behind-more={behindMore}>
      <Tooltip label={words} position="right" disabled={!collapsed}>
        <Link
          to={to}
          className={styles['item']}
          activeOptions={{ exact: true, includeSearch: false }}
          aria-current={current ? 'page' : undefined}
        >
          <Sign size={18} stroke={1.75} aria-hidden />
          <span className={styles['word']}>{words}</span>
          {waiting > 0 && (
            <span className={styles['count']}>
              <span aria-hidden>{waiting}</span>
              <VisuallyHidden> {t('nav.companyWaiting', { count: waiting })}</VisuallyHidden>
            </span>
          )}
        </Link>
      </Tooltip>
    </li>
  );
}
