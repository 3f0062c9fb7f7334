import { Select } from '@mantine/core';

interface FilterSelectProps<T extends string> {
  label: string;
  /** The words for "no filter", unless the choice cannot be empty. */
  any?: string;
  options: readonly { value: T; label: string }[];
  value: T | undefined;
  onChange: (value: T | undefined) => void;
}

/** One filter or the sort order of a list, small enough to stand in a row with others. */
export function FilterSelect<T extends string>({ label, any, options, value, onChange }: FilterSelectProps<T>) {
  return (
    <Select
      size="xs"
      w={176}
      aria-label={label}
      placeholder={any === undefined ? label : `${label}: ${any}`}
      clearable={any !== undefined}
      data={[...options]}
      value={value ?? null}
      onChange={(next) => onChange(options.find((option) => option.value === next)?.value)}
      comboboxProps={{ width: 240, position: 'bottom-start', shadow: 'md' }}
    />
  );
}
