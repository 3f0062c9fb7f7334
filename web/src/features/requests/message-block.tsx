import { type Message, PROGRAM_ID, type Request } from '@companyaccount/contract';
import { ActionIcon } from '@mantine/core';
import { IconLock, IconMail, IconMailQuestion, IconPencil } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../../ui/drafts/use-draft.ts';
import { PersonSign } from '../../ui/person-sign.tsx';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import { useNow } from '../../ui/time/use-now.ts';
import { CorrectedLine } from './corrected-line.tsx';
import { Attachments } from './files/attachments.tsx';
import { Pictures } from './files/pictures.tsx';
import { Markdown } from './markdown.tsx';
import { MessageCorrection } from './message-correction.tsx';
import { type Correction, NO_CORRECTION } from './message-draft.ts';
import styles from './thread.module.css';

interface MessageBlockProps {
  message: Message;
  request: Request;
}

/** One message: who, from which side, when, and what; internal notes stand on a ground of their own. */
export function MessageBlock(props: MessageBlockProps) {
  // A correction that has been begun stays until it is ended, also when its time is over.
  const [correctable] = useState(props.message.correctableUntil !== null);
  return correctable ? <CorrectableMessage {...props} /> : <Shown {...props} />;
}

/** One that its author may still correct; what they have begun to write is kept as a draft. */
function CorrectableMessage({ message, request }: MessageBlockProps) {
  const { t } = useTranslation('requests');
  const now = useNow();
  const draft = useDraft<Correction>(`correction:${message.id}`, NO_CORRECTION);
  const [begun, setBegun] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const mayCorrect = message.correctableUntil !== null && Date.parse(message.correctableUntil) > now;
  const end = (): void => {
    setBegun(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  if (begun || draft.value.text !== null) {
    return (
      <Shown message={message} request={request}>
        <MessageCorrection requestId={request.id} message={message} draft={draft} autoFocus={begun} onEnd={end} />
      </Shown>
    );
  }
  return (
    <Shown
      message={message}
      request={request}
      action={
        mayCorrect && (
          <ActionIcon
            ref={button}
            size={24}
            aria-label={t('correction.begin')}
            title={t('correction.begin')}
            onClick={() => setBegun(true)}
          >
            <IconPencil size={14} aria-hidden />
          </ActionIcon>
        )
      }
    />
  );
}

interface ShownProps extends MessageBlockProps {
  action?: ReactNode;
  /** In the place of the text. */
  children?: ReactNode;
}

function Shown({ message, request, action, children }: ShownProps) {
  const { author, visibility, text, createdAt, attachments, byMail, quoted, unconfirmedFrom } = message;
  const { t } = useTranslation('requests');
  const byProgram = author.id === PROGRAM_ID;
  const name = unconfirmedFrom ?? (byProgram ? t('thread.program') : author.name);
  return (
    <article className={styles['message']} data-side={author.side} data-visibility={visibility}>
      <header className={styles['head']}>
        <PersonSign name={name} side={author.side} />
        <strong dir="auto">{name}</strong>
        {!byProgram && (
          <span className={styles['side']}>
            {author.side === 'vendor' ? t(`desk.${request.desk}`) : t('thread.customer')}
          </span>
        )}
        {byMail && unconfirmedFrom === null && (
          <span className={styles['side']} title={t('thread.byMail')}>
            <IconMail size={14} role="img" aria-label={t('thread.byMail')} />
          </span>
        )}
        {visibility === 'internal' && (
          <span className={styles['internal']}>
            <IconLock size={14} aria-hidden />
            {t('thread.internal')}
          </span>
        )}
        <RelativeTime time={createdAt} className={styles['when']} />
        {action}
      </header>
      {unconfirmedFrom !== null && (
        <p className={styles['unconfirmed']}>
          <IconMailQuestion size={16} aria-hidden />
          <span>
            <strong>{t('thread.unconfirmed', { address: unconfirmedFrom })}</strong> {t('thread.unconfirmedHint')}
          </span>
        </p>
      )}
      {children ?? (
        <>
          <Markdown text={text} />
          <CorrectedLine requestId={request.id} message={message} />
        </>
      )}
      {quoted !== null && (
        <details className={styles['quoted']}>
          <summary>{t('thread.quoted')}</summary>
          <div dir="auto">{quoted}</div>
        </details>
      )}
      <Pictures attachments={attachments} />
      <Attachments attachments={attachments} judged={request.desk === 'lab'} />
    </article>
  );
}
