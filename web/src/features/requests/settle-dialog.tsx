import { REMARK_MAX } from '@companyaccount/contract';
import { Button, Modal, Stack, Text, Textarea } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftFoot } from '../../ui/drafts/draft-foot.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';
import { useChangeRequest } from './use-change-request.ts';

const NO_NOTE = { note: '' };

/** Takes what a lead has found out about a bad rating, and what came of it. */
export function SettleDialog({ requestId: id, onClose }: { requestId: string; onClose: () => void }) {
  const { t } = useTranslation('requests');
  const draft = useDraft(`settling:${id}`, NO_NOTE);
  const { note } = draft.value;
  const settle = useChangeRequest(id, () =>
    draft.send((query) => api.settleRating({ params: { id }, query, body: note.trim() === '' ? {} : { note } })),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    settle.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Modal opened title={t('settling.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text>{t('settling.text')}</Text>
          <DraftConflict draft={draft} textOf={(other) => other.note} />
          <Textarea
            label={t('settling.note')}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={REMARK_MAX}
            dir="auto"
            data-autofocus
            value={note}
            error={settle.error === null ? undefined : errorText(settle.error)}
            onChange={(event) => draft.change({ note: event.currentTarget.value })}
          />
          <DraftFoot draft={draft} onClose={onClose}>
            <Button type="submit" loading={settle.isPending}>
              {t('settling.done')}
            </Button>
          </DraftFoot>
        </Stack>
      </form>
    </Modal>
  );
}
