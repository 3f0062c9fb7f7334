import type { Request } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconArrowMerge, IconArrowsSplit } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../../api/error-text.ts';
import { useNow } from '../../../ui/time/use-now.ts';
import panel from '../request-panel.module.css';
import { MergeDialog } from './merge-dialog.tsx';
import styles from './merging.module.css';
import { SplitDialog } from './split-dialog.tsx';
import { useUnmerge } from './use-merge.ts';

/** What was merged into a request; staff of the desk take it back for 30 days. */
export function MergedRequests({ request: { id, merged } }: { request: Request }) {
  const { t } = useTranslation('requests');
  const now = useNow();
  const undo = useUnmerge(id);
  return (
    <>
      <ul>
        {merged.map((one) => (
          <li key={one.id}>
            {t('merge.merged')}{' '}
            <span className="figures" title={one.subject}>
              {one.number}
            </span>{' '}
            {one.undoableUntil !== null && Date.parse(one.undoableUntil) > now && (
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={t('merge.undoOf', { number: one.number })}
                loading={undo.isPending && undo.variables === one.id}
                onClick={() => undo.mutate(one.id)}
              >
                {t('merge.undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {undo.error !== null && (
        <span role="alert" className={panel['problem']}>
          {errorText(undo.error)}
        </span>
      )}
    </>
  );
}

/** Merges a request into another one, or takes it apart. */
export function MergingTools({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const [open, setOpen] = useState<'merge' | 'split' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <>
      <div className={styles['tools']}>
        {request.actions.includes('merge') && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowMerge size={16} aria-hidden />}
            onClick={() => setOpen('merge')}
          >
            {t('merge.begin')}
          </Button>
        )}
        {request.actions.includes('split') && request.messageCount > 1 && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowsSplit size={16} aria-hidden />}
            onClick={() => setOpen('split')}
          >
            {t('split.begin')}
          </Button>
        )}
      </div>
      {open === 'merge' && <MergeDialog request={request} onClose={close} />}
      {open === 'split' && <SplitDialog request={request} onClose={close} />}
    </>
  );
}
