import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../time/relative-time.tsx';
import styles from './drafts.module.css';
import type { UsedDraft } from './use-draft.ts';

interface DraftConflictProps<T extends object> {
  draft: UsedDraft<T>;
  /** The part of a draft that a person tells it by. */
  textOf: (value: T) => string;
}

/** Where two windows wrote different things: shows the other text and lets the person choose; neither is lost by it. */
export function DraftConflict<T extends object>({ draft, textOf }: DraftConflictProps<T>) {
  const { t } = useTranslation();
  const { conflict, aside } = draft;
  if (conflict !== null) {
    const other = conflict.value === null ? null : textOf(conflict.value);
    return (
      <section className={styles['conflict']} role="alert">
        <p className={styles['says']}>
          {other === null ? t('draft.gone') : t('draft.other')}
          {conflict.at !== null && (
            <>
              {' '}
              <RelativeTime time={conflict.at} />
            </>
          )}
        </p>
        {other !== null && (
          <blockquote className={styles['other']} dir="auto" tabIndex={0}>
            {other}
          </blockquote>
        )}
        <div className={styles['ways']}>
          <Button size="compact-sm" onClick={draft.keepThis}>
            {t('draft.keepThis')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={draft.useOther}>
            {other === null ? t('draft.dropThis') : t('draft.useOther')}
          </Button>
        </div>
      </section>
    );
  }
  if (aside === null) return null;
  return (
    <p className={styles['aside']} role="status">
      {t('draft.aside')}
      <Button size="compact-xs" variant="subtle" onClick={draft.swap}>
        {t('draft.swap')}
      </Button>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={draft.forget}>
        {t('draft.forget')}
      </Button>
    </p>
  );
}
