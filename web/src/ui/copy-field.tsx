import { ActionIcon, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Browsers have a clipboard for pages only over HTTPS and on the loopback address. */
const CAN_COPY = 'clipboard' in navigator;

/** A text to be taken elsewhere as it is. */
export function CopyField({ label, value, help }: { label: string; value: string; help?: string }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 2000 });
  const words = clipboard.copied ? t('copy.done') : t('copy.what', { what: label });
  return (
    <TextInput
      label={label}
      description={help}
      value={value}
      readOnly
      spellCheck={false}
      onFocus={(event) => event.currentTarget.select()}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      rightSection={
        CAN_COPY && (
          <ActionIcon aria-label={words} title={words} onClick={() => clipboard.copy(value)}>
            {clipboard.copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        )
      }
    />
  );
}
