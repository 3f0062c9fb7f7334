import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../../ui/shortcuts/use-shortcut.ts';
import { SEARCH_MAX } from './search-text.ts';
import styles from './search-field.module.css';

interface SearchFieldProps {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

const PAUSE_MS = 300;

/** The search of a list; it asks when the typing pauses. `/` leads to it, Escape empties it. */
export function SearchField({ value = '', onChange }: SearchFieldProps) {
  const { t } = useTranslation('requests');
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  const ask = useDebouncedCallback((text: string) => {
    asked.current = text.trim();
    onChange(asked.current || undefined);
  }, PAUSE_MS);
  useEffect(() => {
    // Back, a link, "clear filters": the address bar changed by itself.
    if (value !== asked.current) setTyped((asked.current = value));
  }, [value]);
  useShortcut('search', () => input.current?.focus());
  const change = (text: string): void => {
    setTyped(text);
    ask(text);
  };
  return (
    <TextInput
      ref={input}
      type="search"
      size="xs"
      className={styles['search'] ?? ''}
      aria-label={t('search.label')}
      placeholder={t('search.placeholder')}
      title={t('search.help')}
      maxLength={SEARCH_MAX}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        typed === '' ? null : <CloseButton size="xs" aria-label={t('search.clear')} onClick={() => change('')} />
      }
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && typed !== '') change('');
      }}
    />
  );
}
