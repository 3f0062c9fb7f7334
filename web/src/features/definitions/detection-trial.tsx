import type { Detection } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { detectionQuery } from './definition-queries.ts';
import styles from './definitions.module.css';
import { ReleaseReport } from './release-report.tsx';

/** Tries a detection by itself, and shows how it came through; each step shows at once. */
export function DetectionTrial({ detection: { id, trial } }: { detection: Detection }) {
  const { t } = useTranslation('definitions');
  const queryClient = useQueryClient();
  const begin = useMutation({
    mutationFn: () => api.tryDetection({ params: { id } }),
    onSuccess: (begun) => queryClient.setQueryData(detectionQuery(id).queryKey, begun),
  });
  const isRunning = trial?.state === 'running';
  return (
    <section>
      <h2 className={styles['heading']}>{t('trial.title')}</h2>
      <p className={styles['help']}>{t('trial.help')}</p>
      {trial === null ? (
        <p className={styles['help']}>{t('trial.none')}</p>
      ) : (
        <ReleaseReport report={trial.report} isDone={!isRunning} />
      )}
      <Button
        variant="default"
        mt="xs"
        leftSection={<IconFlask size={16} aria-hidden />}
        loading={begin.isPending || isRunning}
        onClick={() => begin.mutate()}
      >
        {t('trial.try')}
      </Button>
      {begin.isError && (
        <p role="alert" className={styles['wrong']}>
          {errorText(begin.error)}
        </p>
      )}
    </section>
  );
}
