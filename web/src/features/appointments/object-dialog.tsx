import { type Appointment, REASON_MAX } from '@companyaccount/contract';
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';

interface ObjectDialogProps {
  companyId: string;
  appointment: Appointment;
  vendor: string;
  onClose: () => void;
}

/** Takes the company's objection; without a reason there is none. */
export function ObjectDialog({ companyId, appointment: { id, person }, vendor, onClose }: ObjectDialogProps) {
  const { t } = useTranslation(['appointments', 'common']);
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const object = useMutation({
    mutationFn: () => api.objectToAppointment({ params: { id: companyId, appointmentId: id }, body: { text } }),
    onSuccess: onClose,
    onError: (error) => setProblem(errorText(error)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.company }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') setProblem(t('notice.whyEmpty'));
    else object.mutate();
  };
  return (
    <Modal
      opened
      centered
      title={t('notice.objectTitle', { person })}
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('common:form.close') }}
      styles={{ title: { fontWeight: 600 } }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text>{t('notice.objectText', { vendor })}</Text>
          <Textarea
            label={t('notice.why')}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={REASON_MAX}
            dir="auto"
            data-autofocus
            value={text}
            error={problem}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setProblem(undefined);
            }}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" color="red" loading={object.isPending}>
              {t('notice.object')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
