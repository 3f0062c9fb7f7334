import { Button, Group, Stack, Text } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveFile } from '../../api/save-file.ts';
import { useSignedIn, vendorQuery } from '../../api/me.ts';
import { useQuery } from '@tanstack/react-query';
import styles from './security.module.css';

/** Recovery codes, at the only time they can be read. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation('security');
  const { email } = useSignedIn();
  const vendor = useQuery(vendorQuery).data?.name ?? '';
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(codes.join('\n'));
    setCopied(true);
  };
  const save = () => {
    const text = [t('recovery.fileTitle', { vendor, email }), '', ...codes, '', t('recovery.once'), ''].join('\r\n');
    saveFile(new Blob([text], { type: 'text/plain;charset=utf-8' }), t('recovery.fileName'));
  };
  return (
    <Stack gap="md">
      <Text>{t('recovery.text')}</Text>
      <ul className={styles['codes']} aria-label={t('recovery.title')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs">
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={save}>
          {t('recovery.save')}
        </Button>
        {'clipboard' in navigator && (
          <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void copy()}>
            {copied ? t('recovery.copied') : t('recovery.copy')}
          </Button>
        )}
      </Group>
      <Text c="dimmed">{t('recovery.once')}</Text>
      <Group justify="flex-end">
        <Button onClick={onDone}>{t('recovery.done')}</Button>
      </Group>
    </Stack>
  );
}
