import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DraftNote } from './draft-note.tsx';
import type { UsedDraft } from './use-draft.ts';

interface DraftFootProps<T extends object> {
  draft: UsedDraft<T>;
  onClose: () => void;
  /** The button that sends. */
  children: ReactNode;
}

/** The foot of a dialog whose words are kept: closing it keeps them, cancelling throws them away. */
export function DraftFoot<T extends object>({ draft, onClose, children }: DraftFootProps<T>) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <DraftNote draft={draft} />
      <Group gap="xs" wrap="nowrap" ms="auto">
        <Button
          variant="default"
          onClick={() => {
            draft.discard();
            onClose();
          }}
        >
          {t('form.cancel')}
        </Button>
        {children}
      </Group>
    </Group>
  );
}
