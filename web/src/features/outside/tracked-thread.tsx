import type { Desk, TrackedMessage } from '@companyaccount/contract';
import { VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonSign } from '../../ui/person-sign.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { Markdown } from '../requests/markdown.tsx';
import styles from './track-page.module.css';
import { trackedMessagesQuery } from './tracked-queries.ts';

/** What was said on both sides; a new answer of the vendor is read out. */
export function TrackedThread({ token, desk }: { token: string; desk: Desk }) {
  const { t } = useTranslation(['outside', 'requests']);
  const formats = useFormats();
  const { data, error, refetch } = useQuery(trackedMessagesQuery(token));
  const answers = data?.filter(({ author }) => author.side === 'vendor') ?? [];
  const [seen, setSeen] = useState<number | null>(null);
  if (data !== undefined && seen === null) setSeen(answers.length);
  if (data === undefined) {
    return (
      <div className={styles['waiting']}>
        {error === null ? <TextSkeleton lines={6} /> : <ErrorState error={error} onRetry={() => void refetch()} />}
      </div>
    );
  }
  const nameOf = ({ name, side }: TrackedMessage['author']) =>
    side === 'vendor' ? name || t('requests:thread.program') : t('track.you');
  return (
    <section aria-label={t('requests:thread.label')}>
      {data.map(({ id, author, text, createdAt, correctedAt }) => (
        <article key={id} className={styles['message']} data-side={author.side}>
          <div className={styles['who']}>
            <PersonSign name={nameOf(author)} side={author.side} />
            <strong dir="auto">{nameOf(author)}</strong>
            {author.side === 'vendor' && <span className={styles['side']}>{t(`requests:desk.${desk}`)}</span>}
            <RelativeTime time={createdAt} className={styles['when']} />
          </div>
          <Markdown text={text} />
          {correctedAt !== null && (
            <p className={styles['corrected']}>
              {t('requests:correction.corrected', { time: formats.time(correctedAt) })}
            </p>
          )}
        </article>
      ))}
      <VisuallyHidden aria-live="polite">
        {seen !== null && answers.length > seen
          ? t('requests:thread.arrived', { name: answers.at(-1)?.author.name || t('requests:thread.program') })
          : ''}
      </VisuallyHidden>
    </section>
  );
}
