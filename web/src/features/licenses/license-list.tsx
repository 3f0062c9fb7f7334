import type { License } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LicenseBadge, ValidityWords } from './license-badge.tsx';
import styles from './licenses.module.css';

interface LicenseListProps {
  licenses: readonly License[];
  /** Fetches the next page, where there is one. */
  more: (() => void) | null;
  loadingMore: boolean;
}

/** Licenses as rows that open. */
export function LicenseList({ licenses, more, loadingMore }: LicenseListProps) {
  const { t } = useTranslation('licenses');
  return (
    <>
      <ul className={styles['rows']} aria-label={t('label')}>
        {licenses.map((license) => (
          <li key={license.id}>
            <Link to="/licenses/$licenseId" params={{ licenseId: license.id }} className={styles['row']}>
              <span className={styles['state']}>
                <LicenseBadge license={license} />
              </span>
              <span className={styles['what']}>
                <strong>{license.product.name}</strong>
                <span className={styles['facts']}>
                  {license.plan} · {t('seats', { count: license.seats })}
                </span>
              </span>
              <span className={`${styles['serial'] ?? ''} figures`}>{license.serial}</span>
              <ValidityWords license={license} className={styles['validity']} />
            </Link>
          </li>
        ))}
      </ul>
      {more !== null && (
        <div className={styles['end']}>
          <Button variant="default" loading={loadingMore} onClick={more}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}
