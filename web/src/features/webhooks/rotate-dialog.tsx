import type { Webhook } from '@companyaccount/contract';
import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Cancelled } from '../../api/cancelled.ts';
import { errorText } from '../../api/error-text.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { NewSecret } from './new-secret.tsx';
import type { WebhookCalls } from './webhook-queries.ts';

interface RotateDialogProps {
  calls: WebhookCalls;
  webhook: Webhook;
  onChanged: () => void;
  onClose: () => void;
}

/** Makes a new secret for a webhook and shows it this one time. */
export function RotateDialog({ calls, webhook, onChanged, onClose }: RotateDialogProps) {
  const { t } = useTranslation(['webhooks', 'common']);
  const fresh = useFreshSignIn();
  const [endOldNow, setEndOldNow] = useState(false);
  const rotate = useMutation({
    mutationFn: () => fresh(() => calls.rotate(webhook.id, endOldNow)),
    onSuccess: onChanged,
  });
  const { data: made, error } = rotate;
  return (
    <Modal
      opened
      title={t(made === undefined ? 'rotate.title' : 'secret.title')}
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={made === undefined}
      withCloseButton={made === undefined}
    >
      {made !== undefined ? (
        <NewSecret secret={made.secret} onDone={onClose} />
      ) : (
        <Stack gap="md">
          <Text>{t('rotate.text', { name: webhook.name })}</Text>
          <Checkbox
            label={t('rotate.now')}
            description={t('rotate.nowHelp')}
            checked={endOldNow}
            onChange={(event) => setEndOldNow(event.currentTarget.checked)}
          />
          {error !== null && !(error instanceof Cancelled) && (
            <Text role="alert" c="var(--mantine-color-error)">
              {errorText(error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button loading={rotate.isPending} onClick={() => rotate.mutate()}>
              {t('rotate.action')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
