import { Button, Popover, Select, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './filters.module.css';
import type { FilterName } from './request-filters.ts';
import type { FilterField } from './use-filter-fields.ts';

interface FilterMenuProps {
  fields: FilterField[];
  onChange: (name: FilterName, value: string | undefined) => void;
}

/** All filters of a list behind one button; what is chosen acts at once. */
export function FilterMenu({ fields, onChange }: FilterMenuProps) {
  const { t } = useTranslation('requests');
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconFilter size={14} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {t('filter.label')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles['menu'] ?? ''} aria-label={t('filter.label')}>
        {fields.map((field) => (
          <Field key={field.name} field={field} change={(value) => onChange(field.name, value)} />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

function Field({ field, change }: { field: FilterField; change: (value: string | undefined) => void }) {
  const { t } = useTranslation('requests');
  if (field.options === 'day') {
    return (
      <TextInput
        type="date"
        size="xs"
        label={field.label}
        value={field.value ?? ''}
        onChange={(event) => change(event.currentTarget.value || undefined)}
      />
    );
  }
  return (
    <Select
      size="xs"
      label={field.label}
      placeholder={t('filter.any')}
      clearable
      clearButtonProps={{ 'aria-label': t('filter.remove', { filter: field.label }) }}
      searchable={field.many}
      // The words for what is chosen are no search.
      onSearchChange={(words) => field.search?.(words === field.word ? '' : words)}
      nothingFoundMessage={field.many && t('filter.noOption')}
      openOnFocus={false}
      data={field.options}
      value={field.value ?? null}
      onChange={(value) => change(value ?? undefined)}
      // Within the menu: a click on an option would else be one outside, and close it.
      comboboxProps={{ withinPortal: false }}
    />
  );
}
