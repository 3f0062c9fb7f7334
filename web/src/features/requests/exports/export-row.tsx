import { type Export, routes, routeUrl } from '@companyaccount/contract';
import { ActionIcon, Button, Progress, Tooltip } from '@mantine/core';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { errorText } from '../../../api/error-text.ts';
import { keys } from '../../../api/keys.ts';
import { formatSize } from '../../../ui/file-field/format-size.ts';
import { useFormats } from '../../../ui/time/use-formats.ts';
import { useNow } from '../../../ui/time/use-now.ts';
import styles from './exports.module.css';

/** One export: how far it is, or its file. */
export function ExportRow({ made }: { made: Export }) {
  const { t, i18n } = useTranslation('requests');
  const formats = useFormats();
  const now = useNow();
  const queryClient = useQueryClient();
  const { id, format, state, failure, total, written, size, createdAt, expiresAt } = made;
  const refresh = () => queryClient.invalidateQueries({ queryKey: keys.exports });
  const remove = useMutation({ mutationFn: () => api.deleteExport({ params: { id } }), onSettled: refresh });
  const name = `${t(`export.formats.${format}`)} · ${formats.near(createdAt, now)}`;
  const count = t('list.end', { count: written });
  const running =
    total === null
      ? t('export.soFar', { count: formats.number(written) })
      : t('export.progress', { written: formats.number(written), total: formats.number(total) });
  const words = {
    running,
    done: [count, formatSize(size ?? 0, i18n.language), t('export.until', { date: formats.date(expiresAt) })].join(
      ' · ',
    ),
    failed: t(`export.failure.${failure ?? 'broken'}`),
  }[state];
  const deleteWords = t(state === 'running' ? 'export.stop' : 'export.delete', { name });
  return (
    <li className={styles['row']}>
      <div className={styles['what']}>
        <strong className={styles['name']}>{name}</strong>
        {state === 'running' && (
          <Progress
            size="sm"
            striped={total === null}
            animated={total === null}
            value={total === null ? 100 : total === 0 ? 0 : (100 * written) / total}
            aria-label={t('export.label', { name })}
          />
        )}
        <span className={styles['facts']} data-failed={state === 'failed' || undefined}>
          {words}
        </span>
        {remove.isError && (
          <span role="alert" className={styles['facts']} data-failed>
            {errorText(remove.error)}
          </span>
        )}
      </div>
      {state === 'done' && (
        <Button
          component="a"
          href={routeUrl(routes.downloadExport, { params: { id } })}
          download
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
          aria-label={t('export.downloadNamed', { name })}
        >
          {t('export.download')}
        </Button>
      )}
      <Tooltip label={deleteWords}>
        <ActionIcon size={30} aria-label={deleteWords} loading={remove.isPending} onClick={() => remove.mutate()}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
