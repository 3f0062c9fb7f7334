import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyField } from '../../ui/copy-field.tsx';

/** A secret that was just made, for copying. */
export function NewSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const { t } = useTranslation('webhooks');
  return (
    <Stack gap="md">
      <Text>{t('secret.text')}</Text>
      <CopyField label={t('secret.label')} value={secret} />
      <Group justify="flex-end">
        <Button onClick={onDone} data-autofocus>
          {t('secret.done')}
        </Button>
      </Group>
    </Stack>
  );
}
