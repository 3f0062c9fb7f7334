import { Button, Text } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Cancelled } from '../../api/cancelled.ts';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { exportsQuery } from '../requests/exports/export-queries.ts';
import { ExportRow } from '../requests/exports/export-row.tsx';
import styles from './company.module.css';

/** All data of the company as one archive: begins to write it, and has those that are kept. */
export function CompanyExport({ companyId }: { companyId: string }) {
  const { t } = useTranslation('company');
  const queryClient = useQueryClient();
  const fresh = useFreshSignIn();
  const { keyFor, done } = useIdempotencyKey();
  const { data } = useQuery(exportsQuery);
  const kept = data?.filter(({ format }) => format === 'zip') ?? [];
  const begin = useMutation({
    mutationFn: () =>
      fresh(() => api.exportCompany({ params: { id: companyId }, idempotencyKey: keyFor({ companyId }) })),
    onSuccess: () => {
      done();
      return queryClient.invalidateQueries({ queryKey: keys.exports });
    },
  });
  return (
    <section className={styles['storage']}>
      <h2 className={styles['heading']}>{t('settings.data')}</h2>
      <Text component="p" size="sm" c="dimmed" mt={0} mb={12}>
        {t('settings.dataHelp')}
      </Text>
      {kept.length > 0 && (
        <ul className={styles['exports']} aria-label={t('settings.data')}>
          {kept.map((one) => (
            <ExportRow key={one.id} made={one} />
          ))}
        </ul>
      )}
      <Button
        variant="default"
        leftSection={<IconFileZip size={16} aria-hidden />}
        loading={begin.isPending}
        disabled={kept.some(({ state }) => state === 'running')}
        onClick={() => begin.mutate()}
      >
        {t('settings.dataBegin')}
      </Button>
      {begin.isError && !(begin.error instanceof Cancelled) && (
        <Text role="alert" c="var(--mantine-color-error)" size="sm" mt="sm">
          {errorText(begin.error)}
        </Text>
      )}
    </section>
  );
}
