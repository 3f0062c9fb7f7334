import { LIST_COLUMNS, type ListColumn } from '@companyaccount/contract';
import { ActionIcon, Button, Checkbox, Popover, Stack, Tooltip } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenColumns, USUAL_COLUMNS } from './columns.ts';

interface ColumnsMenuProps {
  columns: readonly ListColumn[] | undefined;
  onChange: (columns: ListColumn[] | undefined) => void;
}

/** Chooses what the list tells of each request; it acts at once, and a saved view keeps it. */
export function ColumnsMenu({ columns = USUAL_COLUMNS, onChange }: ColumnsMenuProps) {
  const { t } = useTranslation('requests');
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t('columns.label')}>
          <ActionIcon variant="default" size={30} aria-label={t('columns.label')} onClick={() => setOpen(!open)}>
            <IconColumns3 size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('columns.label')}>
        <Stack gap="xs">
          {LIST_COLUMNS.map((column) => (
            <Checkbox
              key={column}
              size="xs"
              label={column === 'tags' ? t('tags.label') : t(`field.${column}`)}
              checked={columns.includes(column)}
              onChange={({ currentTarget: { checked } }) =>
                onChange(chosenColumns(checked ? [...columns, column] : columns.filter((one) => one !== column)))
              }
            />
          ))}
          <Button variant="subtle" color="gray" size="compact-xs" onClick={() => onChange(undefined)}>
            {t('columns.usual')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
