import type { LicenseDetails } from '@companyaccount/contract';
import { Text } from '@mantine/core';
import { IconFileCertificate } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './licenses.module.css';

/** What the key set of a license holds; `children` is what may be done with it. */
export function KeyFiles({ license, children }: { license: LicenseDetails; children: ReactNode }) {
  const { t } = useTranslation('licenses');
  const formats = useFormats();
  const { keyFiles } = license;
  const waiting = keyFiles.some(({ issuedAt }) => issuedAt === null);
  return (
    <section>
      <h2 className={styles['heading']}>{t('keyFiles.title')}</h2>
      {keyFiles.length === 0 ? (
        <Text c="dimmed">{t('keyFiles.none')}</Text>
      ) : (
        <>
          <p className={styles['help']} role="status">
            {waiting ? t('keyFiles.waitingText') : t('keyFiles.help')}
          </p>
          <ul className={`${styles['rows'] ?? ''} ${styles['card'] ?? ''}`} aria-label={t('keyFiles.label')}>
            {keyFiles.map(({ fileName, fits, issuedAt }) => (
              <li key={fileName} className={styles['file']}>
                <IconFileCertificate size={20} stroke={1.5} aria-hidden />
                <span className={styles['what']}>
                  <strong>{fits}</strong>
                  <span className={styles['facts']}>{fileName}</span>
                </span>
                <span className={styles['facts']}>
                  {issuedAt === null ? t('keyFiles.waiting') : t('keyFiles.issued', { date: formats.date(issuedAt) })}
                </span>
              </li>
            ))}
          </ul>
          <div className={styles['below']}>{children}</div>
        </>
      )}
    </section>
  );
}
