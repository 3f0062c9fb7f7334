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

const NO_REASON = { reason: '' };

/** Takes the reason for which a customer brings a request before the lead. */
export function EscalateDialog({ requestId: id, onClose }: { requestId: string; onClose: () => void }) {
  const { t } = useTranslation(['requests', 'common']);
  const draft = useDraft(`escalation:${id}`, NO_REASON);
  const { reason } = draft.value;
  const [problem, setProblem] = useState<string>();
  const escalate = useChangeRequest(id, () =>
    draft.send((query) => api.escalateRequest({ params: { id }, query, body: { reason } })),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason.trim() === '') return setProblem(t('escalate.whyEmpty'));
    escalate.mutate(undefined, {
      onSuccess: () => {
        onClose();
        notify(t('escalate.done'), t('escalate.doneText'));
      },
      onError: (error) => setProblem(errorText(error)),
    });
  };
  return (
    <Modal opened title={t('escalate.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text>{t('escalate.text')}</Text>
          <DraftConflict draft={draft} textOf={(other) => other.reason} />
          <Textarea
            label={t('escalate.why')}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={REMARK_MAX}
            dir="auto"
            data-autofocus
            value={reason}
            error={problem}
            onChange={(event) => {
              draft.change({ reason: event.currentTarget.value });
              setProblem(undefined);
            }}
          />
          <DraftFoot draft={draft} onClose={onClose}>
            <Button type="submit" loading={escalate.isPending}>
              {t('action.escalate')}
            </Button>
          </DraftFoot>
        </Stack>
      </form>
    </Modal>
  );
}
