import { ActionIcon, Tooltip } from '@mantine/core';
import { IconFileExport, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportDialog } from './exports/export-dialog.tsx';
import type { ListQuery } from './request-queries.ts';

/** What can be done with all that a list shows. */
export function ListTools({ query }: { query: ListQuery }) {
  const { t } = useTranslation('requests');
  const [exporting, setExporting] = useState(false);
  return (
    <>
      <Tooltip label={t('print.list')}>
        <ActionIcon variant="default" size={30} aria-label={t('print.list')} onClick={() => window.print()}>
          <IconPrinter size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('export.open')}>
        <ActionIcon variant="default" size={30} aria-label={t('export.open')} onClick={() => setExporting(true)}>
          <IconFileExport size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      {exporting && <ExportDialog query={query} onClose={() => setExporting(false)} />}
    </>
  );
}
