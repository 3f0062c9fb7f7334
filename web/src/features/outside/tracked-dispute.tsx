import { createClient, REMARK_MAX, type TrackedRequest } from '@companyaccount/contract';
import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { notify } from '../../ui/notify.ts';
import { trackedMessagesQuery, trackedQuery } from './tracked-queries.ts';
import { useKeptText } from './use-kept-text.ts';

const EMPTY = { text: '' };

/** Takes the reason for which a sender objects to the verdict; what they type is kept in the browser until it is sent. */
export function TrackedDispute({ token, number }: { token: string; number: string }) {
  const { t } = useTranslation('requests');
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button variant="default" size="compact-md" mt={10} onClick={() => setOpen(true)}>
        {t('action.dispute')}
      </Button>
      {open && <Dialog token={token} number={number} onClose={() => setOpen(false)} />}
    </div>
  );
}

function Dialog({ token, number, onClose }: { token: string; number: string; onClose: () => void }) {
  const { t } = useTranslation(['requests', 'common']);
  const queryClient = useQueryClient();
  const [draft, change, clear] = useKeptText(`track-dispute:${number}`, EMPTY);
  const [problem, setProblem] = useState<string>();
  const dispute = useMutation({
    mutationFn: () => createClient({ token }).disputeSubmission({ body: draft }),
    onSuccess: (request) => {
      queryClient.setQueryData<TrackedRequest>(trackedQuery(token).queryKey, request);
      void queryClient.invalidateQueries({ queryKey: trackedMessagesQuery(token).queryKey });
      clear();
      onClose();
      notify(t('dispute.done'), t('dispute.doneText'));
    },
    onError: (error) => setProblem(errorText(error)),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (draft.text.trim() === '') setProblem(t('dispute.whyEmpty'));
    else if (!dispute.isPending) dispute.mutate();
  };
  return (
    <Modal opened title={t('dispute.title')} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text>{t('dispute.text')}</Text>
          <Textarea
            label={t('dispute.why')}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={REMARK_MAX}
            dir="auto"
            data-autofocus
            value={draft.text}
            error={problem}
            onChange={(event) => {
              change({ text: event.currentTarget.value });
              setProblem(undefined);
            }}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={dispute.isPending}>
              {t('action.dispute')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
