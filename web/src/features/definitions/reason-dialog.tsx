import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { WITHDRAWAL_REASON_MAX } from '@companyaccount/contract';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';

interface ReasonDialogProps {
  title: string;
  text: string;
  action: string;
  onSend: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks why something is taken back; the text stays when it could not be sent. */
export function ReasonDialog({ title, text, action, onSend, onClose }: ReasonDialogProps) {
  const { t } = useTranslation(['definitions', 'common', 'errors']);
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const [empty, setEmpty] = useState(false);
  const send = useMutation({
    mutationFn: () => onSend(reason.trim()),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.definitions });
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setEmpty(reason.trim() === '');
    if (reason.trim() !== '') send.mutate();
  };
  return (
    <Modal opened title={title} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text>{text}</Text>
          <Textarea
            label={t('reason')}
            autosize
            minRows={2}
            maxLength={WITHDRAWAL_REASON_MAX}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={empty ? t('errors:field.required') : undefined}
          />
          {send.isError && (
            <Text role="alert" c="var(--mantine-color-error)">
              {errorText(send.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={send.isPending}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
