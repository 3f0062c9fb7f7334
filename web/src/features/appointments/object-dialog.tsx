import { type Appointment, REASON_MAX } from '@companyaccount/contract';
import { Button, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftFoot } from '../../ui/drafts/draft-foot.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';

const NO_TEXT = { text: '' };

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
  const draft = useDraft(`objection:${id}`, NO_TEXT);
  const { text } = draft.value;
  const [problem, setProblem] = useState<string>();
  const object = useMutation({
    mutationFn: () =>
      draft.send((query) =>
        api.objectToAppointment({ params: { id: companyId, appointmentId: id }, query, body: { text } }),
      ),
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
    <Modal opened title={t('notice.objectTitle', { person })} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text>{t('notice.objectText', { vendor })}</Text>
          <DraftConflict draft={draft} textOf={(other) => other.text} />
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
              draft.change({ text: event.currentTarget.value });
              setProblem(undefined);
            }}
          />
          <DraftFoot draft={draft} onClose={onClose}>
            <Button type="submit" color="red" loading={object.isPending}>
              {t('notice.object')}
            </Button>
          </DraftFoot>
        </Stack>
      </form>
    </Modal>
  );
}
