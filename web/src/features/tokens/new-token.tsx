import { Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './tokens.module.css';

/** A token that was just made, for copying. */
export function NewToken({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation('tokens');
  return (
    <Stack gap="md">
      <Text>{t('made.text')}</Text>
      <TextInput
        label={t('made.label')}
        classNames={{ input: styles['token'] ?? '' }}
        value={token}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group justify="flex-end" gap="xs">
        <CopyButton value={token}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              onClick={copy}
              data-autofocus
            >
              <span aria-live="polite">{t(copied ? 'made.copied' : 'made.copy')}</span>
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t('made.done')}</Button>
      </Group>
    </Stack>
  );
}
