import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import type { DraftView } from '../../api/draft-keeper.ts';
import styles from './drafts.module.css';

/** Says in passing where what is typed is kept. */
export function DraftNote({ draft: { state, failure, filesGone } }: { draft: DraftView<object> }) {
  const { t } = useTranslation();
  return (
    <span className={styles['note']} data-state={state} title={state === 'local' ? errorText(failure) : undefined}>
      {state === 'saved' && t('draft.saved')}
      {state === 'local' && t('draft.local')}
      {filesGone > 0 && ` · ${t('draft.filesGone', { count: filesGone })}`}
    </span>
  );
}
