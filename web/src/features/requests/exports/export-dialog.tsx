import { EXPORT_FORMATS, type ExportFormat } from '@companyaccount/contract';
import { Button, Modal, SegmentedControl, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { errorText } from '../../../api/error-text.ts';
import { keys } from '../../../api/keys.ts';
import { useIdempotencyKey } from '../../../api/use-idempotency-key.ts';
import { ErrorState } from '../../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../../ui/states/skeletons.tsx';
import type { ListQuery } from '../request-queries.ts';
import { exportQueryOf, exportsQuery } from './export-queries.ts';
import { ExportRow } from './export-row.tsx';
import styles from './exports.module.css';

interface ExportDialogProps {
  /** What the list shows. */
  query: ListQuery;
  onClose: () => void;
}

/** Begins an export of what a list shows, and has the reader's others. */
export function ExportDialog({ query, onClose }: ExportDialogProps) {
  const { t } = useTranslation(['requests', 'common']);
  const queryClient = useQueryClient();
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const { keyFor, done } = useIdempotencyKey();
  const { data: all, error, isPending, refetch } = useQuery(exportsQuery);
  // Whole companies have a place of their own.
  const data = all?.filter((one) => one.format !== 'zip');
  const begin = useMutation({
    mutationFn: () => {
      const wanted = exportQueryOf(query, format);
      return api.createExport({ query: wanted, idempotencyKey: keyFor(wanted) });
    },
    onSuccess: () => {
      done();
      return queryClient.invalidateQueries({ queryKey: keys.exports });
    },
  });
  return (
    <Modal opened size={600} title={t('export.title')} onClose={onClose}>
      <Text mb="sm">{t('export.text')}</Text>
      <div className={styles['begin']}>
        <SegmentedControl
          className={styles['formats'] ?? ''}
          aria-label={t('export.format')}
          data={EXPORT_FORMATS.map((value) => ({ value, label: t(`export.formats.${value}`) }))}
          value={format}
          onChange={setFormat}
        />
        <Button loading={begin.isPending} onClick={() => begin.mutate()} data-autofocus>
          {t('export.begin')}
        </Button>
      </div>
      <Text component="p" size="xs" c="dimmed" mt={6} mb={0}>
        {t(`export.help.${format}`)}
      </Text>
      {begin.isError && (
        <Text role="alert" c="var(--mantine-color-error)" size="sm" mt="sm">
          {errorText(begin.error)}
        </Text>
      )}
      {isPending && <RowsSkeleton rows={2} />}
      {!isPending && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && data.length > 0 && (
        <section className={styles['made']}>
          <h3 className={styles['heading']}>{t('export.made')}</h3>
          <ul className={styles['rows']} aria-label={t('export.made')}>
            {data.map((one) => (
              <ExportRow key={one.id} made={one} />
            ))}
          </ul>
        </section>
      )}
    </Modal>
  );
}
