import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import { historyQuery } from './issued-queries.ts';
import styles from './vendor-licensing.module.css';

/** What was done with a license, newest first; the audit log has the rest. */
export function LicenseHistory({ id }: { id: string }) {
  const { t } = useTranslation(['issuing', 'audit']);
  const entries = useQuery(historyQuery(id)).data ?? [];
  if (entries.length === 0) return null;
  return (
    <section>
      <h2 className={styles['heading']}>
        {t('license.history')}
        <Link to="/admin/audit" search={{ object: id }} className={styles['all']}>
          {t('license.audit')}
        </Link>
      </h2>
      <ul className={styles['lines']}>
        {entries.map((entry) => (
          <li key={entry.id}>
            <span>{t(`audit:action.${entry.action}`)}</span>
            <span className={styles['facts']}>{entry.person?.name ?? ''}</span>
            <RelativeTime time={entry.at} className={styles['facts']} />
          </li>
        ))}
      </ul>
    </section>
  );
}
