import { ACTIVATION_CODE_LENGTH } from '@companyaccount/contract';
import { TextInput, VisuallyHidden } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { type ClipboardEvent, type FormEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeInText, judgeTypedCode, regroup, type TypedCode } from './activation-code-typing.ts';
import styles from './public.module.css';

/** The words for a code that cannot be right, or undefined. */
export function useCodeProblem(): (typed: TypedCode) => string | undefined {
  const { t } = useTranslation('public');
  return (typed) => {
    switch (typed.state) {
      case 'empty':
        return t('register.code.empty');
      case 'foreign_character':
        return t('register.code.character', { character: typed.character });
      case 'partial':
      case 'too_long':
        return t('register.code.length', { typed: typed.typed, total: ACTIVATION_CODE_LENGTH });
      case 'mistyped':
        return t('proof.refused.mistyped');
      case 'complete':
        return undefined;
    }
  };
}

interface ActivationCodeFieldProps {
  id: string;
  value: string;
  onChange: (value: string) => void;
  /** What an attempt to send found wrong. */
  error: string | undefined;
}

/** Takes an activation code however it is typed or pasted, shows it in its groups, and names a typing error at once. */
export function ActivationCodeField({ id, value, onChange, error }: ActivationCodeFieldProps) {
  const { t } = useTranslation('public');
  const problemOf = useCodeProblem();
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const [left, setLeft] = useState(false);

  useLayoutEffect(() => {
    if (caret.current !== null) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [value]);

  const edit = (event: FormEvent<HTMLInputElement>) => {
    const { value: text, selectionStart } = event.currentTarget;
    const deleting = (event.nativeEvent as InputEvent).inputType?.startsWith('delete') ?? false;
    const grouped = regroup(text, selectionStart ?? text.length, deleting);
    caret.current = grouped.caret;
    onChange(grouped.text);
    // The value may stay the same, as when a dash was deleted; the caret must move all the same.
    event.currentTarget.setSelectionRange(grouped.caret, grouped.caret);
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData.getData('text');
    const code = codeInText(pasted);
    if (code === pasted) return;
    event.preventDefault();
    onChange(regroup(code, code.length, false).text);
  };

  const typed = judgeTypedCode(value);
  const unfinished = typed.state === 'empty' || typed.state === 'partial';
  const problem = error ?? (unfinished && !(left && typed.state === 'partial') ? undefined : problemOf(typed));
  const complete = typed.state === 'complete';
  const help = complete
    ? t('register.code.complete')
    : typed.state === 'partial'
      ? t('register.code.progress', { typed: typed.typed, total: ACTIVATION_CODE_LENGTH })
      : t('register.code.help');
  return (
    <>
      <TextInput
        ref={input}
        id={id}
        className={styles['code'] ?? ''}
        label={t('register.code.label')}
        placeholder="XXXXX-XXXXX-XXXXX-XXXXX"
        description={problem === undefined ? help : undefined}
        error={problem}
        value={value}
        onChange={edit}
        onPaste={paste}
        onFocus={() => setLeft(false)}
        onBlur={() => setLeft(true)}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        rightSection={
          complete && error === undefined ? <IconCircleCheck size={18} color="var(--tone-good)" aria-hidden /> : null
        }
      />
      <VisuallyHidden role="status">{unfinished ? '' : (problem ?? help)}</VisuallyHidden>
    </>
  );
}
