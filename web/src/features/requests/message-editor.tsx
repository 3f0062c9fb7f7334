import { TEXT_MAX } from '@companyaccount/contract';
import { Text, Textarea, type TextareaProps } from '@mantine/core';
import { type ReactNode, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/error-text.ts';
import { FileField } from '../../ui/file-field/file-field.tsx';
import styles from './composer.module.css';
import type { MessageDraft } from './message-draft.ts';

interface MessageEditorProps {
  draft: MessageDraft;
  onChange: (part: Partial<MessageDraft>) => void;
  onSend: () => void;
  onBusyChange: (busy: boolean) => void;
  label: string;
  placeholder: string;
  sending: boolean;
  error: unknown;
  takesFiles?: boolean;
  /** Where the text is kept; takes the place of the hint once there is one. */
  note?: ReactNode;
  textRef?: Ref<HTMLTextAreaElement>;
  /** What else the text answers to, before its own keys, and how it is shown. */
  field?: Pick<TextareaProps, 'onKeyDown' | 'onSelect' | 'onBlur' | 'role' | (`aria-${string}` & keyof TextareaProps)>;
  frame?: (text: ReactNode) => ReactNode;
  /** Said under the text while nothing else is to be said. */
  hint?: string;
  /** What stands beside the send button, and the button itself. */
  children: ReactNode;
}

/** Text and files of a message in writing; Ctrl+Enter sends. */
export function MessageEditor(props: MessageEditorProps) {
  const {
    draft,
    onChange,
    onSend,
    onBusyChange,
    label,
    placeholder,
    sending,
    error,
    takesFiles = true,
    note,
    textRef,
    field,
    frame = (text) => text,
    hint,
    children,
  } = props;
  const { t } = useTranslation('requests');
  const [withFiles, setWithFiles] = useState(false);
  const blank = draft.text === '' && draft.files.length === 0;
  const active = withFiles || !blank;
  return (
    <>
      {frame(
        <Textarea
          ref={textRef}
          {...field}
          aria-label={label}
          placeholder={placeholder}
          autosize
          minRows={2}
          maxRows={14}
          maxLength={TEXT_MAX}
          dir="auto"
          value={draft.text}
          readOnly={sending}
          onFocus={() => setWithFiles(true)}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            field?.onKeyDown?.(event);
            if (event.defaultPrevented) return;
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            onSend();
          }}
        />,
      )}
      {takesFiles && (
        <div hidden={!active}>
          <FileField
            value={draft.files}
            onChange={(files) => onChange({ files })}
            onBusyChange={onBusyChange}
            disabled={sending}
          />
        </div>
      )}
      {error !== null && error !== undefined && (
        <Text role="alert" c="var(--mantine-color-error)" size="sm">
          {errorText(error)}
        </Text>
      )}
      <div className={styles['foot']}>
        {note !== undefined && !blank ? note : <span className={styles['hint']}>{hint ?? t('composer.shortcut')}</span>}
        {children}
      </div>
    </>
  );
}
