import type { Scanner } from '@companyaccount/contract';
import { IconClock, IconRadar2, IconShieldCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { scannersQuery, scannerSummaryQuery } from './scanner-queries.ts';
import styles from './scanners.module.css';

/** Which of a company's scanners have the release that is out, and what the others have. */
export function ScannerList({ companyId }: { companyId: string }) {
  const { t } = useTranslation('scanners');
  const query = useInfiniteQuery(scannersQuery(companyId));
  const { data: summary } = useQuery(scannerSummaryQuery(companyId));
  const release = summary?.release ?? null;
  return (
    <section className={styles['section']}>
      <p className={styles['help']}>{t('help')}</p>
      {summary !== undefined && release !== null && summary.scanners > 0 && (
        <p className={styles['sum']}>
          {t('upToDate', { upToDate: summary.upToDate, count: summary.scanners, release })}
        </p>
      )}
      <div className={styles['card']}>
        <Pages
          query={query}
          skeleton={2}
          framed
          empty={<EmptyState icon={IconRadar2} title={t('empty')} text={t('emptyText')} />}
        >
          {(scanners) => (
            <ul className={styles['rows']} aria-label={t('label')}>
              {scanners.map((scanner) => (
                <Row key={scanner.id} scanner={scanner} current={release} />
              ))}
            </ul>
          )}
        </Pages>
      </div>
    </section>
  );
}

function Row({ scanner, current }: { scanner: Scanner; current: string | null }) {
  const { t } = useTranslation('scanners');
  const formats = useFormats();
  const now = useNow();
  const { hint, credential, release, seenAt } = scanner;
  const isCurrent = release !== null && release === current;
  return (
    <li className={styles['row']}>
      <div className={styles['what']}>
        <span className={styles['hint']}>{hint}</span>
        <div className={styles['facts']}>
          <bdi>{credential.name}</bdi> · {t('seen', { when: formats.relative(seenAt, now) })}
        </div>
      </div>
      <Badge
        icon={isCurrent ? IconShieldCheck : IconClock}
        tone={isCurrent ? 'good' : 'warn'}
        word={isCurrent ? t('current') : release === null ? t('none') : t('has', { release })}
      />
    </li>
  );
}
