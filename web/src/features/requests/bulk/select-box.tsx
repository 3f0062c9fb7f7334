import type { RequestSummary } from '@companyaccount/contract';
import { Button, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './select-box.module.css';
import type { Selection } from './use-selection.ts';

interface SelectBoxProps {
  request: RequestSummary;
  selection: Selection;
}

/** The box that selects a request; seen where it is pointed at or has the focus, and everywhere once one is selected. */
export function SelectBox({ request: { id, number }, selection }: SelectBoxProps) {
  const { t } = useTranslation('bulk');
  return (
    <span className={styles['box']} data-box data-open={selection.open || undefined}>
      <Checkbox
        size="xs"
        aria-label={t('select', { number })}
        checked={selection.ids.includes(id)}
        onChange={({ nativeEvent }) => selection.toggle(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
        classNames={{ input: styles['input'] ?? '' }}
      />
    </span>
  );
}

/** Where nothing can be pointed at, selecting begins by a button. */
export function BeginSelecting({ onBegin }: { onBegin: () => void }) {
  const { t } = useTranslation('bulk');
  return (
    <Button className={styles['begin'] ?? ''} variant="subtle" color="gray" size="compact-sm" onClick={onBegin}>
      {t('begin')}
    </Button>
  );
}
