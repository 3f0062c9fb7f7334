import type { IssuedLicense } from '@companyaccount/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { StateBadge } from './state-badge.tsx';
import { useDays } from './use-days.ts';
import styles from './vendor-licensing.module.css';

interface LicenseRowsProps {
  licenses: readonly IssuedLicense[];
  /** All are of the company whose page this is, so that its name need not stand in each row. */
  ofOneCompany?: boolean;
}

/** Licenses as rows that open. */
export function LicenseRows({ licenses, ofOneCompany = false }: LicenseRowsProps) {
  const { t } = useTranslation('issuing');
  const day = useDays();
  return (
    <ul className={styles['rows']} aria-label={t('sections.licenses')}>
      {licenses.map((license) => (
        <li key={license.id}>
          <Link to="/admin/licenses/$licenseId" params={{ licenseId: license.id }} className={styles['license']}>
            <span className={styles['state']}>
              <StateBadge state={license.state} />
            </span>
            <span className={styles['what']}>
              {license.company === null ? (
                <span className={styles['unclaimed']}>{t('claim.unclaimed')}</span>
              ) : (
                <strong dir="auto">{ofOneCompany ? license.product.name : license.company.name}</strong>
              )}
              <span className={styles['facts']}>
                {!ofOneCompany && `${license.product.name} · `}
                {license.plan.name} · {t('seats', { count: license.seats })}
              </span>
            </span>
            <span className={`${styles['serial'] ?? ''} figures`}>
              {license.serial}
              {license.reference !== null && <span className={styles['facts']}>{license.reference}</span>}
            </span>
            <span className={styles['validity']}>
              {license.validUntil === null ? t('endless') : t('until', { date: day(license.validUntil) })}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
