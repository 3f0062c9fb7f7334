import { ActionIcon, Button, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './vendor-licensing.module.css';

interface TableProps {
  id: string;
  title: string;
  help: string;
  error: string | undefined;
  add: string;
  onAdd: () => void;
  children: ReactNode;
}

/** Rows that are edited where they stand. */
export function EditTable({ id, title, help, error, add, onAdd, children }: TableProps) {
  return (
    <section id={id} tabIndex={-1}>
      <h2 className={styles['heading']}>{title}</h2>
      <p className={styles['help']}>{help}</p>
      <ul className={styles['edits']}>{children}</ul>
      {error !== undefined && (
        <Text c="var(--mantine-color-error)" size="sm" mb="xs">
          {error}
        </Text>
      )}
      <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={onAdd}>
        {add}
      </Button>
    </section>
  );
}

/** Takes a row out of the table. */
export function RemoveButton({
  label,
  onClick,
  disabled = false,
}: {
  label: string;
  onClick: () => void;
  disabled?: boolean;
}) {
  return (
    <ActionIcon size={36} aria-label={label} title={label} onClick={onClick} disabled={disabled}>
      <IconX size={16} aria-hidden />
    </ActionIcon>
  );
}

/** The first row shows the names of its fields; the others have them for those who cannot see the first. */
export const named = (label: string, place: number) => (place === 0 ? { label } : { 'aria-label': label });

/** The list with one of its rows changed. */
export const replaced = <T,>(list: readonly T[], place: number, part: Partial<T>): T[] =>
  list.map((one, at) => (at === place ? { ...one, ...part } : one));
