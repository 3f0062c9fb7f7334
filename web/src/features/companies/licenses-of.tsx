import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Pages } from '../../ui/states/pages.tsx';
import { LicenseRows } from '../vendor-licensing/license-rows.tsx';
import styles from './companies.module.css';
import { licensesOfQuery } from './companies-queries.ts';

/** What a company has licenses for. */
export function LicensesOf({ companyId }: { companyId: string }) {
  const { t } = useTranslation('companies');
  const query = useInfiniteQuery(licensesOfQuery(companyId));
  return (
    <section>
      <h2 className={styles['heading']}>{t('licensesTitle')}</h2>
      <Pages query={query} skeleton={2} empty={<p className={styles['calm']}>{t('noLicenses')}</p>}>
        {(licenses) => (
          <div className={styles['card']}>
            <LicenseRows licenses={licenses} ofOneCompany />
          </div>
        )}
      </Pages>
    </section>
  );
}
