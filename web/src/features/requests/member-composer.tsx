import type { Request } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './composer.module.css';
import { EMPTY_MESSAGE } from './message-draft.ts';
import { MessageEditor } from './message-editor.tsx';
import { useDraft } from './use-draft.ts';
import { useReplyKey } from './use-reply-key.ts';
import { useSendMessage } from './use-send-message.ts';

/** Where a member answers; the button says who gets it. */
export function MemberComposer({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const me = useSignedIn();
  const [draft, change, clear] = useDraft(`${me.id}:${request.id}:public`, EMPTY_MESSAGE);
  const [busy, setBusy] = useState(false);
  const send = useSendMessage(request.id);
  const text = useReplyKey();
  const navigate = useNavigate();
  const ready = draft.text.trim() !== '' && !busy && !send.isPending;
  const submit = (): void => {
    if (!ready) return;
    const uploads = draft.files.map(({ id }) => id);
    send.mutate(
      { text: draft.text, ...(uploads.length > 0 ? { uploads } : {}) },
      {
        onSuccess: ({ requestId }) => {
          clear();
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
      <MessageEditor
        draft={draft}
        onChange={change}
        onSend={submit}
        onBusyChange={setBusy}
        label={t('composer.label')}
        placeholder={t('composer.placeholder')}
        sending={send.isPending}
        error={send.error}
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
