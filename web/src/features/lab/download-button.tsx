import { SAMPLE_ZIP_PASSWORD } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import styles from './sample.module.css';

/** Fetches the sample as an encrypted archive, by a link that is made for this one download. */
export function DownloadButton({ sha256 }: { sha256: string }) {
  const { t } = useTranslation('lab');
  const get = useMutation({
    mutationFn: () => api.prepareSampleDownload({ params: { sha256 } }),
    // The browser saves it as it comes, however large it is.
    onSuccess: ({ link }) => window.location.assign(link),
  });
  return (
    <div>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={get.isPending}
        aria-describedby="download-help"
        onClick={() => get.mutate()}
      >
        {t('sample.download')}
      </Button>
      <p className={styles['note']} id="download-help">
        {t('sample.downloadHelp', { password: SAMPLE_ZIP_PASSWORD })}
      </p>
      {get.isError && (
        <span role="alert" className={styles['problem']}>
          {errorText(get.error)}
        </span>
      )}
    </div>
  );
}
