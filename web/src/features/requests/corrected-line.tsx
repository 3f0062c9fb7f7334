import type { Message } from '@companyaccount/contract';
import { UnstyledButton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { useMe } from '../../api/me.ts';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { Markdown } from './markdown.tsx';
import { messageVersionsQuery } from './request-queries.ts';
import styles from './thread.module.css';

/** Says that a message was corrected, and when; staff can read what it said before. */
export function CorrectedLine({ requestId, message }: { requestId: string; message: Message }) {
  const { t } = useTranslation('requests');
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const staff = useMe()?.company == null;
  if (message.correctedAt === null) return null;
  return (
    <>
      <p className={styles['corrected']}>
        <time dateTime={message.correctedAt} title={formats.exact(message.correctedAt)}>
          {t('correction.corrected', { time: formats.time(message.correctedAt) })}
        </time>
        {staff && (
          <UnstyledButton className={styles['unfold']} aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('correction.hide') : t('correction.show', { count: message.version - 1 })}
          </UnstyledButton>
        )}
      </p>
      {open && <Versions requestId={requestId} message={message} />}
    </>
  );
}

function Versions({ requestId, message }: { requestId: string; message: Message }) {
  const { t } = useTranslation('requests');
  const formats = useFormats();
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery(
    messageVersionsQuery(requestId, message.id, message.version),
  );
  if (error !== null) return <p role="alert">{errorText(error)}</p>;
  if (data === undefined) return <TextSkeleton lines={2} />;
  return (
    <ol className={styles['versions']} aria-label={t('correction.versions')}>
      {data.pages.flatMap((page) =>
        page.data.map(({ version, text, replacedAt }) => (
          <li key={version}>
            <p className={styles['until']}>{t('correction.stoodUntil', { time: formats.time(replacedAt) })}</p>
            <Markdown text={text} />
          </li>
        )),
      )}
      {hasNextPage && (
        <li>
          <UnstyledButton className={styles['unfold']} onClick={() => void fetchNextPage()}>
            {t('list.more')}
          </UnstyledButton>
        </li>
      )}
    </ol>
  );
}
