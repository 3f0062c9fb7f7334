import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useNow } from '../../ui/time/use-now.ts';
import { LicenseBadge, ValidityWords } from './license-badge.tsx';
import { licenseListQuery } from './license-queries.ts';
import styles from './licenses.module.css';

const DAY_MS = 86_400_000;
/** A license that ended stays among those on the start page for as long as its reminders go on. */
const KEPT_MS = 40 * DAY_MS;
const SHOWN = 5;

/** The licenses that end next, those that have just ended first. */
export function LicensesInShort() {
  const { t } = useTranslation('licenses');
  // To the day, so that the question stays the same while the page is open.
  const today = Math.floor(useNow() / DAY_MS) * DAY_MS;
  const { data, error, refetch } = useInfiniteQuery(
    licenseListQuery({ sort: 'ends', endsAfter: new Date(today - KEPT_MS).toISOString(), 'page[size]': SHOWN }),
  );
  const licenses = data?.pages[0]?.data;
  return (
    <section>
      <h2 className={styles['heading']}>
        {t('title')}
        <Link to="/licenses" className={styles['all']}>
          {t('all')}
        </Link>
      </h2>
      <div className={styles['card']}>
        {licenses === undefined && error === null && (
          <div className={styles['short']}>
            <TextSkeleton lines={3} />
          </div>
        )}
        {licenses === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {licenses?.length === 0 && <p className={styles['calm']}>{t('empty')}</p>}
        {licenses?.map((license) => (
          <Link
            key={license.id}
            to="/licenses/$licenseId"
            params={{ licenseId: license.id }}
            className={styles['short']}
          >
            <span className={styles['head']}>
              <strong>{license.product.name}</strong>
              <LicenseBadge license={license} />
            </span>
            <span className={styles['facts']}>
              {license.plan} · {t('seats', { count: license.seats })} · <ValidityWords license={license} />
            </span>
          </Link>
        ))}
      </div>
    </section>
  );
}
