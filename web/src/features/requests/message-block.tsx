import type { Message, Request } from '@companyaccount/contract';
import { ActionIcon } from '@mantine/core';
import { IconLock, IconPencil } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { PersonSign } from '../../ui/person-sign.tsx';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import { useNow } from '../../ui/time/use-now.ts';
import { CorrectedLine } from './corrected-line.tsx';
import { Attachments } from './files/attachments.tsx';
import { Pictures } from './files/pictures.tsx';
import { Markdown } from './markdown.tsx';
import { MessageCorrection } from './message-correction.tsx';
import styles from './thread.module.css';
import { useDraft } from './use-draft.ts';

/** One message: who, from which side, when, and what; internal notes stand on a ground of their own. */
export function MessageBlock({ message, request }: { message: Message; request: Request }) {
  const { author, visibility, text, createdAt, correctableUntil, attachments } = message;
  const { t } = useTranslation('requests');
  const now = useNow();
  const correction = useCorrection(message);
  const mayCorrect = correctableUntil !== null && Date.parse(correctableUntil) > now;
  return (
    <article className={styles['message']} data-side={author.side} data-visibility={visibility}>
      <header className={styles['head']}>
        <PersonSign name={author.name} side={author.side} />
        <strong dir="auto">{author.name}</strong>
        <span className={styles['side']}>
          {author.side === 'vendor' ? t(`desk.${request.desk}`) : t('thread.customer')}
        </span>
        {visibility === 'internal' && (
          <span className={styles['internal']}>
            <IconLock size={14} aria-hidden />
            {t('thread.internal')}
          </span>
        )}
        <RelativeTime time={createdAt} className={styles['when']} />
        {mayCorrect && correction.text === null && (
          <ActionIcon
            ref={correction.button}
            size={24}
            aria-label={t('correction.begin')}
            title={t('correction.begin')}
            onClick={correction.begin}
          >
            <IconPencil size={14} aria-hidden />
          </ActionIcon>
        )}
      </header>
      {correction.text === null ? (
        <>
          <Markdown text={text} />
          <CorrectedLine requestId={request.id} message={message} />
        </>
      ) : (
        <MessageCorrection
          requestId={request.id}
          message={message}
          text={correction.text}
          onChange={correction.change}
          onEnd={correction.end}
        />
      )}
      <Pictures attachments={attachments} />
      <Attachments attachments={attachments} />
    </article>
  );
}

/** The text of a message in correction, null while nobody corrects it; one that was begun survives a reload. */
function useCorrection({ id, text, correctableUntil }: Message) {
  const me = useSignedIn();
  const [draft, change, clear] = useDraft<{ text: string | null }>(`${me.id}:${id}:correction`, NOTHING);
  const [editing, setEditing] = useState(draft.text !== null && correctableUntil !== null);
  const button = useRef<HTMLButtonElement>(null);
  return {
    text: editing ? (draft.text ?? text) : null,
    button,
    begin: () => setEditing(true),
    change: (next: string) => change({ text: next }),
    end: () => {
      clear();
      setEditing(false);
      requestAnimationFrame(() => button.current?.focus());
    },
  };
}

const NOTHING: { text: string | null } = { text: null };
