import type { Request } from '@companyaccount/contract';
import { Divider, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { MessageBlock } from './message-block.tsx';
import { messagesQuery, timelineQuery } from './request-queries.ts';
import { threadItems } from './thread-items.ts';
import styles from './thread.module.css';
import { TimelineLines } from './timeline-lines.tsx';
import { useArrivals } from './use-arrivals.ts';
import { useFollowEnd } from './use-follow-end.ts';

/** The messages of a request with what happened between them; `children` stand at their end. */
export function Thread({ request, children }: { request: Request; children?: ReactNode }) {
  const { t } = useTranslation('requests');
  const me = useSignedIn();
  const messages = useQuery(messagesQuery(request.id));
  const timeline = useQuery(timelineQuery(request.id));
  // The divider stays where it was when the reader came, although the visit itself moves the mark.
  const [lastReadAt] = useState(request.lastReadAt);
  const [opening] = useState({ returning: lastReadAt !== null });
  const arrival = useArrivals(messages.data, me.id);
  const divider = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const loaded = messages.data !== undefined && timeline.data !== undefined;
  useFollowEnd(end, divider, loaded ? opening : null, messages.data?.length ?? 0);

  if (messages.data === undefined || timeline.data === undefined) {
    const error = messages.error ?? timeline.error;
    if (error === null) {
      return (
        <div className={styles['waiting']}>
          <TextSkeleton lines={8} />
        </div>
      );
    }
    return <ErrorState error={error} onRetry={() => void Promise.all([messages.refetch(), timeline.refetch()])} />;
  }
  const items = threadItems({ messages: messages.data, timeline: timeline.data, lastReadAt, readerId: me.id });
  return (
    <section aria-label={t('thread.label')} className={styles['thread']}>
      {items.map((item) => {
        if (item.kind === 'message') return <MessageBlock key={item.id} message={item.message} request={request} />;
        if (item.kind === 'entries') return <TimelineLines key={item.id} entries={item.entries} />;
        return <Divider key={item.id} ref={divider} label={t('thread.newSince')} className={styles['new'] ?? ''} />;
      })}
      {children}
      <div ref={end} className={styles['end']} />
      <VisuallyHidden aria-live="polite">
        {arrival === null ? '' : t('thread.arrived', { name: arrival })}
      </VisuallyHidden>
    </section>
  );
}
