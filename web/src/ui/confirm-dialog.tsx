import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Cancelled } from '../api/cancelled.ts';
import { errorText } from '../api/error-text.ts';

interface ConfirmDialogProps {
  title: string;
  text: string;
  /** The word on the button that does it. */
  action: string;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back; what went wrong is said here too. */
export function ConfirmDialog({ title, text, action, busy, error, onConfirm, onClose }: ConfirmDialogProps) {
  const { t } = useTranslation('common');
  return (
    <Modal opened title={title} onClose={onClose}>
      <Text>{text}</Text>
      {error !== null && !(error instanceof Cancelled) && (
        <Text role="alert" c="var(--mantine-color-error)" mt="sm">
          {errorText(error)}
        </Text>
      )}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('form.cancel')}
        </Button>
        <Button color="red" loading={busy} onClick={onConfirm}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
