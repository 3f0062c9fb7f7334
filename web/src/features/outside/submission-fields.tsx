import {
  LAB_KINDS,
  PUBLIC_FILE_BYTES_MAX,
  PUBLIC_FILES_MAX,
  type SubmissionTerms,
  TEXT_MAX,
} from '@companyaccount/contract';
import { Alert, Select, Textarea, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FileField } from '../../ui/file-field/file-field.tsx';
import { useKnownFile } from '../../ui/file-field/use-known-file.ts';
import styles from './submit-page.module.css';
import type { SubmissionField, SubmissionForm } from './submission-form.ts';
import { keptToken, uploadToken } from './upload-token.ts';

interface SubmissionFieldsProps {
  terms: SubmissionTerms;
  form: SubmissionForm;
  change: (part: Partial<SubmissionForm>) => void;
  problemOf: (field: SubmissionField) => string | undefined;
  onBusyChange: (busy: boolean) => void;
  disabled: boolean;
}

/** The fields of the public form; what few need is folded. */
export function SubmissionFields({ terms, form, change, problemOf, onBusyChange, disabled }: SubmissionFieldsProps) {
  const { t } = useTranslation(['outside', 'portal', 'requests']);
  const look = useKnownFile(false);
  const field = (name: 'text' | 'objects' | 'archivePassword' | 'email') => ({
    id: name,
    value: form[name],
    error: problemOf(name),
    onChange: (event: FormEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      change({ [name]: event.currentTarget.value }),
  });
  const unfolded =
    !terms.takesFiles || form.objects !== '' || form.archivePassword !== '' || problemOf('objects') !== undefined;
  return (
    <>
      <Select
        id="kind"
        label={t('send.kind')}
        allowDeselect={false}
        data={LAB_KINDS.map((value) => ({ value, label: t(`requests:kind.${value}`) }))}
        value={form.kind}
        onChange={(kind) => change(kind === null ? {} : { kind })}
        error={problemOf('kind')}
      />
      {terms.takesFiles ? (
        <div id="uploads" tabIndex={-1}>
          <span className={styles['label']}>{t('send.files')}</span>
          <FileField
            value={form.files}
            onChange={(files) => change({ files, token: keptToken() })}
            onBusyChange={onBusyChange}
            disabled={disabled}
            look={look}
            by={{
              owner: 'public',
              filesMax: PUBLIC_FILES_MAX,
              bytesMax: PUBLIC_FILE_BYTES_MAX,
              authorization: async () => `Bearer ${await uploadToken()}`,
            }}
          />
          {problemOf('uploads') === undefined ? (
            <p className={styles['help']}>{t('send.filesKept')}</p>
          ) : (
            <p className={styles['wrong']}>{problemOf('uploads')}</p>
          )}
        </div>
      ) : (
        <Alert id="uploads">{t('send.noRoom')}</Alert>
      )}
      <Textarea
        {...field('text')}
        label={t('send.text')}
        description={t('send.textHelp')}
        autosize
        minRows={4}
        maxRows={16}
        maxLength={TEXT_MAX}
        dir="auto"
      />
      <details open={unfolded || undefined}>
        <summary className={styles['summary']}>{t('send.name')}</summary>
        <div className={styles['more']}>
          <Textarea
            {...field('objects')}
            label={t('portal:new.objects')}
            description={t('portal:new.objectsHelp')}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={20_000}
            spellCheck={false}
            dir="ltr"
          />
          <TextInput
            {...field('archivePassword')}
            label={t('send.password')}
            description={t('portal:new.archivePasswordHelp')}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      </details>
      <TextInput
        {...field('email')}
        type="email"
        label={t('send.email')}
        description={t('send.emailHelp')}
        autoComplete="email"
      />
    </>
  );
}
