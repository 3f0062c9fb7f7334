import { RELEASE_FILES, SCANNER_USER } from '@companyaccount/contract';
import { Button, Code, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import styles from './scanners.module.css';

/** The lines for freshclam with the address of this installation, and a credential where there is one. */
export function ScannerLines({ name, secret = null }: { name: string; secret?: string | null }) {
  const { t } = useTranslation('scanners');
  const clipboard = useClipboard({ timeout: 2000 });
  const { protocol, host } = window.location;
  const user = secret === null ? '' : `${SCANNER_USER}:${secret}@`;
  const lines = RELEASE_FILES.map(
    (ending) => `DatabaseCustomURL ${protocol}//${user}${host}/definitions/clamav/${name}${ending}`,
  ).join('\n');
  return (
    <>
      <Group justify="space-between" mb={8}>
        <p className={styles['bare']}>{t('lines.help')}</p>
        {'clipboard' in navigator && (
          <Button size="xs" variant="default" onClick={() => clipboard.copy(lines)}>
            <span aria-live="polite">{clipboard.copied ? t('lines.copied') : t('lines.copy')}</span>
          </Button>
        )}
      </Group>
      <Code block tabIndex={0} role="region" aria-label={t('lines.label')}>
        {lines}
      </Code>
    </>
  );
}
