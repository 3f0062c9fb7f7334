import { Code } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { CredentialList } from '../scanners/credential-list.tsx';
import { ScannerLines } from '../scanners/scanner-lines.tsx';
import { ScannerList } from '../scanners/scanner-list.tsx';
import { scannerSummaryQuery } from '../scanners/scanner-queries.ts';
import styles from '../scanners/scanners.module.css';

/** What the company's scanners have, and how they get it. */
export function ScannersPage() {
  const { company } = useSignedIn();
  if (company === null) return null;
  return (
    <>
      <ScannerList companyId={company.id} />
      <CredentialList companyId={company.id} />
      <SetUp companyId={company.id} />
    </>
  );
}

function SetUp({ companyId }: { companyId: string }) {
  const { t } = useTranslation('scanners');
  const { data } = useQuery(scannerSummaryQuery(companyId));
  if (data === undefined) return null;
  return (
    <section className={styles['section']}>
      <div className={styles['head']}>
        <h2 className={styles['heading']}>{t('setUp.title')}</h2>
      </div>
      <ScannerLines name={data.name} secret={t('setUp.placeholder')} />
      <p className={styles['below']}>{t('setUp.sync')}</p>
      <Code block tabIndex={0} role="region" aria-label={t('setUp.syncLabel')}>
        {`companyaccount definitions sync --url ${window.location.origin} --root root.json --to /var/lib/definitions`}
      </Code>
    </section>
  );
}
