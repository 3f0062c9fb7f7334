import type { Desk, Message } from '@companyaccount/contract';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PersonSign } from '../../ui/person-sign.tsx';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import { Attachments } from './attachments.tsx';
import { Markdown } from './markdown.tsx';
import styles from './thread.module.css';

/** One message: who, from which side, when, and what; internal notes stand on a ground of their own. */
export function MessageBlock({ message, desk }: { message: Message; desk: Desk }) {
  const { author, visibility, text, createdAt, attachments } = message;
  const { t } = useTranslation('requests');
  return (
    <article className={styles['message']} data-side={author.side} data-visibility={visibility}>
      <header className={styles['head']}>
        <PersonSign name={author.name} side={author.side} />
        <strong dir="auto">{author.name}</strong>
        <span className={styles['side']}>{author.side === 'vendor' ? t(`desk.${desk}`) : t('thread.customer')}</span>
        {visibility === 'internal' && (
          <span className={styles['internal']}>
            <IconLock size={14} aria-hidden />
            {t('thread.internal')}
          </span>
        )}
        <RelativeTime time={createdAt} className={styles['when']} />
      </header>
      <Markdown text={text} />
      <Attachments attachments={attachments} />
    </article>
  );
}
