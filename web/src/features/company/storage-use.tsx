import { Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { storageQuery } from '../../api/company.ts';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { formatSize } from '../../ui/file-field/format-size.ts';
import styles from './company.module.css';

/** From here on the room will be gone soon, or is gone, in per cent. */
const SCARCE = 80;
const GONE = 95;

/** How much room the company's files take, and have. */
export function StorageUse({ companyId }: { companyId: string }) {
  const { t, i18n } = useTranslation('company');
  const { data, isPending } = useQuery(storageQuery(companyId));
  if (isPending) return <TextSkeleton lines={3} />;
  if (data === undefined) return null;
  const { used, quota } = data;
  // In tenths: a few bytes of many would be a number that screen readers cannot say.
  const percent = quota === 0 ? 100 : Math.min(100, Math.round((used / quota) * 1000) / 10);
  const size = (bytes: number) => formatSize(bytes, i18n.language);
  const words = t('settings.storageUsed', { used: size(used), quota: size(quota) });
  return (
    <section className={styles['storage']}>
      <h2 className={styles['heading']}>{t('settings.storage')}</h2>
      <Progress
        value={percent}
        color={percent >= GONE ? 'red' : percent >= SCARCE ? 'yellow' : 'accent'}
        aria-label={t('settings.storage')}
      />
      <Text component="p" className="figures" mt={8} mb={4}>
        {words}
      </Text>
      <Text component="p" size="sm" c="dimmed" m={0}>
        {t('settings.storageHelp')}
      </Text>
    </section>
  );
}
