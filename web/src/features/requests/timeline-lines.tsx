import type { TimelineEntry } from '@companyaccount/contract';
import { UnstyledButton } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePrinting } from '../../ui/use-printing.ts';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import styles from './thread.module.css';
import { useTimelineWords } from './use-timeline-words.ts';

const SHOWN = 2;

/** What happened between two messages, in grey lines; a longer run is folded. */
export function TimelineLines({ entries }: { entries: readonly TimelineEntry[] }) {
  const { t } = useTranslation('requests');
  const [open, setOpen] = useState(false);
  const printing = usePrinting();
  const folded = !open && !printing && entries.length > SHOWN;
  const shown = folded ? entries.slice(-1) : entries;
  return (
    <div className={styles['entries']}>
      {folded && (
        <UnstyledButton className={styles['unfold']} aria-expanded={false} onClick={() => setOpen(true)}>
          {t('thread.changes', { count: entries.length - shown.length })}
        </UnstyledButton>
      )}
      {shown.map((entry) => (
        <Line key={entry.id} entry={entry} />
      ))}
    </div>
  );
}

function Line({ entry }: { entry: TimelineEntry }) {
  const words = useTimelineWords();
  return (
    <p className={styles['entry']}>
      {entry.visibility === 'internal' && <IconLock size={12} aria-hidden />}
      <span>{words(entry)}</span>
      <RelativeTime time={entry.createdAt} className={styles['when']} />
    </p>
  );
}
