import type { License } from '@companyaccount/contract';
import { type Icon, IconAlertTriangle, IconCircleCheck, IconCircleX, IconPlayerPause } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { may, useSignedIn } from '../../api/me.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { KeyFilesButton } from './key-files-button.tsx';
import styles from './portal.module.css';

const SOON_MS = 60 * 24 * 3_600_000;
const SIGNS: Record<License['state'], { icon: Icon; tone: Tone }> = {
  active: { icon: IconCircleCheck, tone: 'good' },
  expired: { icon: IconAlertTriangle, tone: 'bad' },
  suspended: { icon: IconPlayerPause, tone: 'warn' },
  revoked: { icon: IconCircleX, tone: 'bad' },
};

const licensesQuery = queryOptions({
  queryKey: keys.licenses,
  queryFn: async ({ signal }) => (await api.listLicenses({ query: { 'page[size]': 20 }, signal })).data,
});

/** The company's licenses, with a warning before one ends. */
export function LicensesInShort() {
  const { t } = useTranslation('portal');
  const { data, error, refetch } = useQuery(licensesQuery);
  return (
    <section className={styles['licenses']}>
      <h2 className={styles['heading']}>{t('licenses.title')}</h2>
      <div className={styles['card']}>
        {data === undefined && error === null && (
          <div className={styles['license']}>
            <TextSkeleton lines={3} />
          </div>
        )}
        {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data?.length === 0 && <p className={styles['calm']}>{t('licenses.empty')}</p>}
        {data?.map((license) => (
          <LicenseLine key={license.id} license={license} />
        ))}
      </div>
    </section>
  );
}

function LicenseLine({ license: { id, product, plan, seats, state, validUntil, serial } }: { license: License }) {
  const administers = may(useSignedIn(), 'company_administrator');
  const { t } = useTranslation('portal');
  const formats = useFormats();
  const now = useNow();
  const soon = state === 'active' && validUntil !== null && Date.parse(validUntil) - now < SOON_MS;
  const { icon, tone } = soon ? { icon: IconAlertTriangle, tone: 'warn' as const } : SIGNS[state];
  return (
    <div className={styles['license']}>
      <div className={styles['licenseHead']}>
        <strong>{product.name}</strong>
        <Badge icon={icon} tone={tone} word={soon ? t('licenses.soon') : t(`licenses.state.${state}`)} />
      </div>
      <div className={styles['licenseFacts']}>
        {plan} · {t('licenses.seats', { count: seats })} ·{' '}
        {validUntil === null ? t('licenses.endless') : t('licenses.until', { date: formats.date(validUntil) })}
      </div>
      <div className={styles['licenseFoot']}>
        <span className={`${styles['licenseFacts']} figures`}>{serial}</span>
        {administers && state !== 'revoked' && <KeyFilesButton licenseId={id} serial={serial} />}
      </div>
    </div>
  );
}
