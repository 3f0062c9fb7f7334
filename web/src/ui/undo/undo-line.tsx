import { Button, Kbd } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { queryClient } from '../../api/query-client.ts';
import { notify } from '../notify.ts';
import { useShortcutSetting } from '../shortcuts/shortcut-setting.ts';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import type { Done } from './done.ts';
import styles from './undo-line.module.css';

interface UndoLineProps extends Done {
  onEnd: () => void;
}

/** What a notice tells, beside the button that takes it back. */
export function UndoLine({ title, text, undo, onEnd }: UndoLineProps) {
  const { t } = useTranslation();
  const [keysOn] = useShortcutSetting();
  const taking = useMutation(
    {
      mutationFn: undo,
      onSuccess: ({ undone, words }) => notify(t(undone ? 'undo.done' : 'undo.failed'), words),
      onError: (error) => notify(t('undo.failed'), errorText(error)),
      onSettled: onEnd,
    },
    // Notices stand outside of what the pages share.
    queryClient,
  );
  const take = (): void => {
    if (!taking.isPending) taking.mutate();
  };
  useShortcut('undo', take);
  return (
    <span className={styles['line']}>
      <span className={styles['words']}>
        <strong>{title}</strong>
        {text !== '' && <span>{text}</span>}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        loading={taking.isPending}
        onClick={take}
        rightSection={keysOn && <Kbd>Z</Kbd>}
      >
        {t('undo.take')}
      </Button>
    </span>
  );
}
