import type { Request } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
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
  const ready = draft.text.trim() !== '' && !busy && !send.isPending;
  const submit = (): void => {
    if (!ready) return;
    const uploads = draft.files.map(({ id }) => id);
    send.mutate({ text: draft.text, ...(uploads.length > 0 ? { uploads } : {}) }, { onSuccess: clear });
  };
  if (!request.actions.includes('reply')) {
    const why = request.status === 'closed' ? 'composer.closed' : 'composer.readOnly';
    return <p className={styles['closed']}>{t(why)}</p>;
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
        {request.status === 'resolved' && <span className={styles['note']}>{t('composer.reopens')}</span>}
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
