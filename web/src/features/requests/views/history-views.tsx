import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import styles from '../workplace.module.css';
import { viewsQuery } from './use-views.ts';
import { ViewTabs } from './view-tabs.tsx';

/** The saved views of a member's history beside all of it; nothing while there are none. */
export function HistoryViews({ current }: { current: string | undefined }) {
  const { t } = useTranslation('requests');
  const views = useQuery(viewsQuery('history')).data ?? [];
  if (views.length === 0) return null;
  const open = views.some(({ id }) => id === current);
  return (
    <nav className={`${styles['queues']} ${styles['views']}`} aria-label={t('view.label')}>
      <Link
        to="/requests"
        activeOptions={{ exact: true }}
        className={styles['queue']}
        aria-current={open ? undefined : 'page'}
        data-current={!open || undefined}
      >
        {t('view.all')}
      </Link>
      <ViewTabs list="history" place="/requests" current={current} />
    </nav>
  );
}
