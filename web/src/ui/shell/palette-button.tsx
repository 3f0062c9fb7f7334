import { Kbd, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { keyCaps } from '../shortcuts/key-caps.ts';
import styles from './shell.module.css';

/** Looks like a search field and opens the palette; on a phone only its sign is left. */
export function PaletteButton({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <UnstyledButton className={styles['find']} aria-keyshortcuts="Control+K Meta+K" onClick={onOpen}>
      <IconSearch size={16} aria-hidden />
      <span className={styles['findWord']}>{t('find')}</span>
      <span className={styles['findKeys']} aria-hidden>
        {keyCaps('mod+k').map((cap) => (
          <Kbd key={cap} size="xs">
            {cap}
          </Kbd>
        ))}
      </span>
    </UnstyledButton>
  );
}
