import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './filter-select.module.css';

interface FilterSelectProps<T extends string> {
  label: string;
  /** The words for "no filter", unless the choice cannot be empty. */
  any?: string;
  options: readonly { value: T; label: string }[];
  value: T | undefined;
  onChange: (value: T | undefined) => void;
  icon?: ReactNode;
}

/** One filter or the sort order of a list, small enough to stand in a row with others. */
export function FilterSelect<T extends string>({ label, any, options, value, onChange, icon }: FilterSelectProps<T>) {
  return (
    <Select
      size="xs"
      className={(icon === undefined ? styles['filter'] : styles['wide']) ?? ''}
      aria-label={label}
      placeholder={any === undefined ? label : `${label}: ${any}`}
      leftSection={icon}
      clearable={any !== undefined}
      data={[...options]}
      value={value ?? null}
      onChange={(next) => onChange(options.find((option) => option.value === next)?.value)}
      comboboxProps={{ width: 240, position: 'bottom-start', shadow: 'md' }}
    />
  );
}
