import { ApiError } from '@companyaccount/contract';
import { ActionIcon, Button, Group, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import styles from './request-panel.module.css';

interface PanelFieldProps {
  label: string;
  children: ReactNode;
}

/** One line of the side panel. */
export function PanelField({ label, children }: PanelFieldProps) {
  return (
    <div className={styles['field']}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface EditableFieldProps<T> extends PanelFieldProps {
  value: T;
  /** The input for the value in change; `onKeyDown` belongs to it. */
  input: (value: T, change: (value: T) => void) => ReactNode;
  save: (value: T) => Promise<unknown>;
}

/**
 * A line of the side panel that is changed in its place: Enter or the button saves, Escape leaves it as it was. When
 * somebody else changed the same line meanwhile, that is told first, with what stands there now; saving again overrules.
 */
export function EditableField<T>({ label, children, value, input, save }: EditableFieldProps<T>) {
  const { t } = useTranslation(['requests', 'common']);
  const [draft, setDraft] = useState<{ value: T; from: T } | null>(null);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const pencil = useRef<HTMLButtonElement>(null);

  const leave = (): void => {
    setDraft(null);
    setError(null);
    requestAnimationFrame(() => pencil.current?.focus());
  };
  const submit = async (): Promise<void> => {
    if (draft === null || saving) return;
    if (draft.value === value) return leave();
    setSaving(true);
    try {
      if (draft.from !== value && !isMoved(error)) throw new ApiError({ status: 412, code: 'version_moved' });
      await save(draft.value);
      leave();
    } catch (refused) {
      setError(refused);
    } finally {
      setSaving(false);
    }
  };

  if (draft === null) {
    return (
      <div className={styles['field']} data-editable>
        <dt>{label}</dt>
        <dd>
          {children}
          <ActionIcon
            ref={pencil}
            size={24}
            className={styles['pencil'] ?? ''}
            aria-label={t('panel.edit', { field: label })}
            onClick={() => setDraft({ value, from: value })}
          >
            <IconPencil size={14} aria-hidden />
          </ActionIcon>
        </dd>
      </div>
    );
  }
  return (
    <div className={styles['field']} data-editing>
      <dt>{label}</dt>
      <dd>
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') leave();
          }}
        >
          {input(draft.value, (next) => setDraft({ ...draft, value: next }))}
          {error !== null && (
            <Text role="alert" size="xs" c="var(--mantine-color-error)">
              {errorText(error)}{' '}
              {isMoved(error) && (
                <>
                  {t('panel.now')} {children}
                </>
              )}
            </Text>
          )}
          <Group gap={8}>
            <Button type="submit" size="compact-sm" loading={saving}>
              {t('common:form.save')}
            </Button>
            <Button variant="default" size="compact-sm" onClick={leave}>
              {t('common:form.cancel')}
            </Button>
          </Group>
        </form>
      </dd>
    </div>
  );
}

const isMoved = (error: unknown): boolean => error instanceof ApiError && error.code === 'version_moved';
