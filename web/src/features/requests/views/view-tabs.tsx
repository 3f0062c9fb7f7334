import type { ViewList } from '@companyaccount/contract';
import { Tooltip } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { countWord } from '../count-word.ts';
import styles from '../workplace.module.css';
import { searchOf } from './view-filters.ts';
import { useViewCounts, viewsQuery } from './use-views.ts';

interface ViewTabsProps {
  list: ViewList;
  place: '/requests' | '/desk' | '/lab';
  /** The view that is open. */
  current: string | undefined;
}

/** The saved views of a list, each with how many open requests it holds. */
export function ViewTabs({ list, place, current }: ViewTabsProps) {
  const { t } = useTranslation('requests');
  const views = useQuery(viewsQuery(list)).data ?? [];
  const counts = useViewCounts(list, views.length > 0);
  return views.map((view) => (
    <Link
      key={view.id}
      to={place}
      search={searchOf(view)}
      activeOptions={{ exact: true }}
      className={styles['queue']}
      aria-current={view.id === current ? 'page' : undefined}
      data-current={view.id === current || undefined}
    >
      {view.shared && (
        <Tooltip label={t('view.shared')}>
          <IconUsers size={14} aria-label={t('view.shared')} role="img" />
        </Tooltip>
      )}
      <span className={styles['viewName']} dir="auto" title={view.name}>
        {view.name}
      </span>
      {counts.get(view.id) != null && (
        <span className={`${styles['count']} figures`}>{countWord(counts.get(view.id))}</span>
      )}
    </Link>
  ));
}
