import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { languageOptions } from './languages.ts';

interface LanguageSelectProps {
  id?: string;
  label: string;
  value: string | null;
  onChange: (language: string) => void;
  /** The focus leaves it. */
  onLeave?: () => void;
}

/** Chooses a language out of all of them, found by typing its name. */
export function LanguageSelect({ id, label, value, onChange, onLeave }: LanguageSelectProps) {
  const { i18n } = useTranslation();
  const options = useMemo(() => languageOptions(i18n.language, value), [i18n.language, value]);
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      searchable
      autoFocus
      data-autofocus
      aria-label={label}
      data={options}
      value={value}
      onBlur={() => onLeave?.()}
      onChange={(language) => language !== null && onChange(language)}
    />
  );
}
