import { createClient, TEXT_MAX, type TrackedMessage, type TrackedRequest } from '@companyaccount/contract';
import { Button, Text, Textarea } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import styles from './track-page.module.css';
import { trackedMessagesQuery, trackedQuery } from './tracked-queries.ts';
import { useKeptText } from './use-kept-text.ts';

const EMPTY = { text: '' };

/** Where the person answers; what they type is kept in the browser until it is sent. */
export function TrackedComposer({ token, request }: { token: string; request: TrackedRequest }) {
  const { t } = useTranslation(['outside', 'requests']);
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  const [draft, change, clear] = useKeptText(`track:${request.number}`, EMPTY);
  const [empty, setEmpty] = useState(false);
  const send = useMutation({
    mutationFn: (body: { text: string }) =>
      createClient({ token }).createSubmissionMessage({ body, idempotencyKey: idempotency.keyFor(body) }),
    onSuccess: (message) => {
      idempotency.done();
      clear();
      queryClient.setQueryData<TrackedMessage[]>(trackedMessagesQuery(token).queryKey, (before) =>
        before === undefined || before.some(({ id }) => id === message.id) ? before : [...before, message],
      );
      void queryClient.invalidateQueries({ queryKey: trackedQuery(token).queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(draft.text.trim() === '');
    if (draft.text.trim() !== '' && !send.isPending) send.mutate({ text: draft.text });
  };
  return (
    <form className={styles['composer']} onSubmit={submit} aria-label={t('requests:composer.label')} noValidate>
      <Textarea
        aria-label={t('requests:composer.label')}
        placeholder={t('track.placeholder')}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={TEXT_MAX}
        dir="auto"
        value={draft.text}
        readOnly={send.isPending}
        error={empty && draft.text.trim() === '' ? t('requests:composer.empty') : undefined}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      {send.error !== null && (
        <Text role="alert" c="var(--mantine-color-error)" size="sm">
          {errorText(send.error)}
        </Text>
      )}
      <div className={styles['foot']}>
        <Text c="dimmed" size="xs">
          {request.status === 'resolved' ? t('requests:composer.reopens') : t('track.next')}
        </Text>
        <Button type="submit" leftSection={<IconSend2 size={16} aria-hidden />} loading={send.isPending}>
          {request.desk === 'lab' ? t('requests:composer.sendToLab') : t('requests:composer.sendToSupport')}
        </Button>
      </div>
    </form>
  );
}
