import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { tidyKeyFile } from './license-proof.ts';
import styles from './public.module.css';
import { keyFileQuery } from './use-license-proof.ts';

/** What a key file says, once its signature was found good; nothing about a wrong one, which is an error of its field. */
export function KeyFileFacts({ text }: { text: string }) {
  const { t } = useTranslation('public');
  const formats = useFormats();
  const { data, isFetching, error } = useQuery(keyFileQuery(tidyKeyFile(text)));
  if (isFetching) {
    return (
      <div className={styles['keyFacts']} aria-busy="true">
        <TextSkeleton lines={3} />
      </div>
    );
  }
  if (error !== null) return <p className={styles['keyFacts']}>{t('proof.file.unchecked')}</p>;
  const license = data?.license ?? null;
  if (license === null) return null;
  const { product, component, plan, seats, serial, validUntil } = license;
  const ended = data?.answer === 'expired';
  return (
    <div className={styles['keyFacts']} role="status">
      <strong className={styles['keyProduct']} data-ended={ended || undefined}>
        {ended ? <IconAlertTriangle size={16} aria-hidden /> : <IconCircleCheck size={16} aria-hidden />}
        {component === product ? product : `${product}, ${component}`}
      </strong>
      <div>
        {validUntil === null
          ? t('proof.file.endless')
          : t(ended ? 'proof.file.ended' : 'proof.file.until', { date: formats.date(validUntil) })}
      </div>
      <div>
        <span className="figures">{serial}</span> · {plan} · {t('proof.file.seats', { count: seats })}
      </div>
      {ended && <div>{t('proof.file.renewed')}</div>}
    </div>
  );
}
