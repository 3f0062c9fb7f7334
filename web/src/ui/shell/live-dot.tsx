import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLiveState } from '../../api/live-state.ts';
import styles from './shell.module.css';

/** Shows whether changes arrive at once; the words are in the tooltip and for screen readers. */
export function LiveDot() {
  const { t } = useTranslation();
  const state = useLiveState();
  const words = t(`live.${state}`);
  return (
    <Tooltip label={words}>
      <span className={styles['live']} data-state={state} role="status" aria-label={words} tabIndex={0}>
        <span className={styles['dot']} aria-hidden />
      </span>
    </Tooltip>
  );
}
