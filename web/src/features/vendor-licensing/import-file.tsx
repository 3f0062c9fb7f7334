import { LICENSE_FILE_COLUMNS, type LicenseFileReport } from '@companyaccount/contract';
import { Button, FileButton, Group, Text } from '@mantine/core';
import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { notify } from '../../ui/notify.ts';
import { FileReport } from './file-report.tsx';
import styles from './vendor-licensing.module.css';

/** Takes a CSV file, says row by row what is wrong with it, and issues its licenses when nothing is. */
export function ImportFile() {
  const { t } = useTranslation('issuing');
  const [over, setOver] = useState(false);
  const check = useMutation({
    mutationFn: async (file: File) => ({ file, report: await api.checkLicenseFile({ file }) }),
  });
  const take = (file: File | null | undefined): void => {
    if (file != null) check.mutate(file);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <section className={styles['import']}>
      <h2 className={styles['heading']}>{t('import.title')}</h2>
      <div
        className={styles['drop']}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileSpreadsheet size={28} stroke={1.5} aria-hidden />
        <div className={styles['what']}>
          <Text>{t('import.text')}</Text>
          <span className={styles['facts']}>
            {t('import.columns')} <code>{LICENSE_FILE_COLUMNS.join(', ')}</code>
          </span>
        </div>
        <Group gap="xs">
          <FileButton onChange={take} accept=".csv,text/csv">
            {(props) => (
              <Button
                {...props}
                variant="default"
                leftSection={<IconUpload size={16} aria-hidden />}
                loading={check.isPending}
              >
                {t('import.choose')}
              </Button>
            )}
          </FileButton>
          <Button variant="subtle" color="gray" onClick={saveExample}>
            {t('import.example')}
          </Button>
        </Group>
      </div>
      {check.error !== null && (
        <Text role="alert" c="var(--mantine-color-error)" mt="xs">
          {errorText(check.error)}
        </Text>
      )}
      {check.data !== undefined && !check.isPending && (
        <Checked key={check.submittedAt} file={check.data.file} report={check.data.report} onDone={check.reset} />
      )}
    </section>
  );
}

/** A file with the header and one row, to be filled in. */
function saveExample(): void {
  const text = `${LICENSE_FILE_COLUMNS.join(',')}\r\n,,10,,${new Date().getFullYear() + 1}-12-31,\r\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'licenses.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

interface CheckedProps {
  file: File;
  report: LicenseFileReport;
  onDone: () => void;
}

function Checked({ file, report, onDone }: CheckedProps) {
  const { t } = useTranslation(['issuing', 'common']);
  const fresh = useFreshSignIn();
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  const start = useMutation({
    mutationFn: () => {
      const idempotencyKey = idempotency.keyFor([file.name, file.size, file.lastModified]);
      return fresh(() => api.importLicenseFile({ file, idempotencyKey }));
    },
    onSuccess: async ({ total }) => {
      await queryClient.invalidateQueries({ queryKey: keys.batches });
      notify(t('import.started'), t('batches.licenses', { count: total }));
      onDone();
    },
  });
  const problem = errorText(start.error);
  return (
    <div className={styles['checked']}>
      <FileReport name={file.name} report={report} />
      <Group gap="xs" mt="md">
        {report.problemCount === 0 && (
          <Button loading={start.isPending} onClick={() => start.mutate()}>
            {t('import.start', { count: report.rows })}
          </Button>
        )}
        <Button variant="default" onClick={onDone}>
          {report.problemCount === 0 ? t('common:form.cancel') : t('common:form.close')}
        </Button>
      </Group>
      {start.isError && problem !== '' && (
        <Text role="alert" c="var(--mantine-color-error)" mt="xs">
          {problem}
        </Text>
      )}
    </div>
  );
}
