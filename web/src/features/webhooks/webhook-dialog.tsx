import type { CreateWebhook, Webhook } from '@companyaccount/contract';
import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { NewSecret } from './new-secret.tsx';
import { WebhookForm } from './webhook-form.tsx';
import type { WebhookCalls } from './webhook-queries.ts';

interface WebhookDialogProps {
  calls: WebhookCalls;
  /** null: a new one. */
  webhook: Webhook | null;
  onChanged: () => void;
  onClose: () => void;
}

/** Makes a webhook and shows its secret this one time, or changes one. */
export function WebhookDialog({ calls, webhook, onChanged, onClose }: WebhookDialogProps) {
  const { t } = useTranslation('webhooks');
  const fresh = useFreshSignIn();
  const { keyFor, done } = useIdempotencyKey();
  const [secret, setSecret] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: async (settings: CreateWebhook) => {
      if (webhook !== null) {
        await fresh(() => calls.change(webhook, settings));
        return null;
      }
      const key = keyFor(settings);
      return (await fresh(() => calls.create(settings, key))).secret;
    },
    onSuccess: (made) => {
      done();
      onChanged();
      if (made === null) onClose();
      else setSecret(made);
    },
  });
  return (
    <Modal
      opened
      title={t(secret === null ? (webhook === null ? 'create' : 'edit') : 'secret.title')}
      onClose={onClose}
      // What was typed, and what cannot be shown again, is not lost by a click beside it.
      closeOnClickOutside={false}
      closeOnEscape={secret === null}
      withCloseButton={secret === null}
    >
      {secret === null ? (
        <WebhookForm
          webhook={webhook}
          busy={save.isPending}
          onSubmit={async (settings) => void (await save.mutateAsync(settings))}
          onClose={onClose}
        />
      ) : (
        <NewSecret secret={secret} onDone={onClose} />
      )}
    </Modal>
  );
}
