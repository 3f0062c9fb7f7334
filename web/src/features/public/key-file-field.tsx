import { Anchor, Button, CloseButton, Input, Text, Textarea } from '@mantine/core';
import { IconFileCertificate, IconUpload } from '@tabler/icons-react';
import { type ChangeEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyFileFacts } from './key-file-facts.tsx';
import type { KeyFileChoice } from './license-proof.ts';
import styles from './public.module.css';

interface KeyFileFieldProps {
  id: string;
  value: KeyFileChoice | null;
  onChange: (value: KeyFileChoice | null) => void;
  /** A file was chosen in the dialog. */
  onFile: (file: File | undefined) => void;
  /** A file is being dragged over the page. */
  dragging: boolean;
  error: string | undefined;
}

/** Takes a key file by choosing, dropping or pasting its text, and shows at once what it is worth. */
export function KeyFileField({ id, value, onChange, onFile, dragging, error }: KeyFileFieldProps) {
  const { t } = useTranslation('public');
  const input = useRef<HTMLInputElement>(null);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    onFile(event.currentTarget.files?.[0]);
    // Else choosing the same file again would be no change.
    event.currentTarget.value = '';
  };
  const pasting = value !== null && value.name === null;
  if (pasting) {
    return (
      <>
        <Textarea
          id={id}
          className={styles['keyText'] ?? ''}
          label={t('proof.file.text')}
          placeholder="-----BEGIN LICENSE KEY-----"
          rows={6}
          autoComplete="off"
          spellCheck={false}
          value={value.text}
          onChange={(event) => onChange({ name: null, text: event.currentTarget.value })}
          error={error}
        />
        {error === undefined && <KeyFileFacts text={value.text} />}
        <Anchor component="button" type="button" size="xs" mt={4} onClick={() => onChange(null)}>
          {t('proof.file.chooseInstead')}
        </Anchor>
      </>
    );
  }
  return (
    <Input.Wrapper
      labelElement="div"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      label={t('proof.file.label')}
      description={value === null ? t('proof.file.help') : undefined}
      error={error}
      errorProps={{ id: `${id}-error` }}
    >
      <input ref={input} type="file" hidden onChange={choose} />
      <div
        className={styles['keyZone']}
        data-dragging={dragging || undefined}
        data-wrong={error !== undefined || undefined}
      >
        {value === null ? (
          <>
            <Button
              id={id}
              variant="default"
              size="compact-sm"
              leftSection={<IconUpload size={16} aria-hidden />}
              aria-describedby={`${id}-error`}
              onClick={() => input.current?.click()}
            >
              {t('proof.file.choose')}
            </Button>
            <Text component="span" c="dimmed" className={styles['keyHint'] ?? ''}>
              {t(dragging ? 'proof.file.dropNow' : 'proof.file.drop')}
            </Text>
          </>
        ) : (
          <>
            <IconFileCertificate size={20} aria-hidden className={styles['keySign']} />
            <span className={styles['keyName']}>{value.name}</span>
            <CloseButton
              id={id}
              size="sm"
              aria-label={t('proof.file.remove', { name: value.name ?? '' })}
              aria-describedby={`${id}-error`}
              onClick={() => onChange(null)}
            />
          </>
        )}
      </div>
      {value === null ? (
        <Anchor component="button" type="button" size="xs" mt={4} onClick={() => onChange({ name: null, text: '' })}>
          {t('proof.file.paste')}
        </Anchor>
      ) : (
        error === undefined && <KeyFileFacts text={value.text} />
      )}
    </Input.Wrapper>
  );
}
