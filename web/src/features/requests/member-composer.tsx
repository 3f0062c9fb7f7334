import type { Request } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftConflict } from '../../ui/drafts/draft-conflict.tsx';
import { DraftNote } from '../../ui/drafts/draft-note.tsx';
import { useDraft } from '../../ui/drafts/use-draft.ts';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './composer.module.css';
import { EMPTY_MESSAGE, textOf } from './message-draft.ts';
import { MessageEditor } from './message-editor.tsx';
import { WritingSpecialist } from './present-staff.tsx';
import { useReplyKey } from './use-reply-key.ts';
import { useSendMessage } from './use-send-message.ts';

/** Where a member answers; the button says who gets it. */
export function MemberComposer({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const draft = useDraft(`reply:${request.id}`, EMPTY_MESSAGE);
  const { text: written, files } = draft.value;
  const [busy, setBusy] = useState(false);
  const send = useSendMessage(request.id, draft);
  const text = useReplyKey();
  const navigate = useNavigate();
  const ready = written.trim() !== '' && !busy && !send.isPending;
  const submit = (): void => {
    if (!ready) return;
    const uploads = files.map(({ id }) => id);
    send.mutate(
      { text: written, ...(uploads.length > 0 ? { uploads } : {}) },
      {
        onSuccess: ({ requestId }) => {
          if (requestId !== request.id) void navigate({ to: '/requests/$requestId', params: { requestId } });
        },
      },
    );
  };
  if (!request.actions.includes('reply') && !request.actions.includes('follow_up')) {
    return <p className={styles['closed']}>{t('composer.readOnly')}</p>;
  }
  return (
    <form
      className={styles['composer']}
      aria-label={t('composer.label')}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <WritingSpecialist requestId={request.id} />
      <DraftConflict draft={draft} textOf={textOf} />
      <MessageEditor
        draft={draft.value}
        onChange={draft.change}
        onSend={submit}
        onBusyChange={setBusy}
        label={t('composer.label')}
        placeholder={t('composer.placeholder')}
        sending={send.isPending}
        error={send.error}
        note={<DraftNote draft={draft} />}
        textRef={text}
      >
        <Effect request={request} />
        <Button
          type="submit"
          leftSection={<IconSend2 size={16} aria-hidden />}
          disabled={!ready && !send.isPending}
          loading={send.isPending}
        >
          {request.desk === 'lab' ? t('composer.sendToLab') : t('composer.sendToSupport')}
        </Button>
      </MessageEditor>
    </form>
  );
}

/** What the message will bring about, or what comes without it. */
function Effect({ request: { actions, status, closesAt } }: { request: Request }) {
  const { t } = useTranslation('requests');
  const formats = useFormats();
  const effect = actions.includes('follow_up')
    ? t('composer.followsUp')
    : status === 'resolved' || status === 'closed'
      ? t('composer.reopens')
      : status === 'waiting_for_customer' && closesAt !== null
        ? t('composer.closesUnanswered', { when: formats.date(closesAt) })
        : null;
  return effect === null ? null : <span className={styles['note']}>{effect}</span>;
}
