import { REMARK_MAX } from '@companyaccount/contract';
import { Button, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftFoot } from '../../ui/drafts/draft-foot.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';
import { notify } from '../../ui/notify.ts';
import { useChangeRequest } from './use-change-request.ts';

const NO_TEXT = { text: '' };

/** Takes the reason for which a customer objects to a verdict. */
export function DisputeDialog({ requestId: id, onClose }: { requestId: string; onClose: () => void }) {
  const { t } = useTranslation(['requests', 'common']);
  const draft = useDraft(`dispute:${id}`, NO_TEXT);
  const { text } = draft.value;
  const [problem, setProblem] = useState<string>();
  const dispute = useChangeRequest(id, () =>
    draft.send((query) => api.disputeRequest({ params: { id }, query, body: { text } })),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return setProblem(t('dispute.whyEmpty'));
    dispute.mutate(undefined, {
      onSuccess: () => {
        onClose();
        notify(t('dispute.done'), t('dispute.doneText'));
      },
      onError: (error) => setProblem(errorText(error)),
    });
  };
  return (
    <Modal opened title={t('dispute.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text>{t('dispute.text')}</Text>
          <DraftConflict draft={draft} textOf={(other) => other.text} />
          <Textarea
            label={t('dispute.why')}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={REMARK_MAX}
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
            <Button type="submit" loading={dispute.isPending}>
              {t('action.dispute')}
            </Button>
          </DraftFoot>
        </Stack>
      </form>
    </Modal>
  );
}
