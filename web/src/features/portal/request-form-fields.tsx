import { KINDS_OF_DESK, SUBJECT_MAX, TEXT_MAX } from '@companyaccount/contract';
import { Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FileField } from '../../ui/file-field/file-field.tsx';
import { useKnownFile } from '../../ui/file-field/use-known-file.ts';
import { Suggestions } from '../help/suggestions.tsx';
import { productsQuery } from '../requests/request-queries.ts';
import type { FormPartProps } from './form-part.ts';
import { LabFields } from './lab-fields.tsx';
import { LanguageLine } from './language-line.tsx';
import styles from './portal.module.css';

interface RequestFormFieldsProps extends FormPartProps {
  onBusyChange: (busy: boolean) => void;
  /** Stands before the fields that it fills. */
  environment: ReactNode;
  disabled: boolean;
}

/** The fields nearly every request needs. */
export function RequestFormFields({
  form,
  change,
  problems,
  onBusyChange,
  environment,
  disabled,
}: RequestFormFieldsProps) {
  const { t } = useTranslation(['portal', 'requests']);
  const products = useQuery(productsQuery).data ?? [];
  const lab = form.desk === 'lab';
  const look = useKnownFile(true);
  const kinds = KINDS_OF_DESK[form.desk];
  return (
    <>
      <Select
        id="kind"
        label={t('new.kind')}
        placeholder={t('new.kindPlaceholder')}
        data={kinds.map((value) => ({ value, label: t(`requests:kind.${value}`) }))}
        value={form.kind}
        onChange={(value) => change({ kind: kinds.find((kind) => kind === value) ?? null })}
        error={problems.of('kind')}
      />
      <TextInput
        id="subject"
        label={t('new.subject')}
        description={t('new.subjectHelp')}
        maxLength={SUBJECT_MAX}
        dir="auto"
        value={form.subject}
        onChange={(event) => change({ subject: event.currentTarget.value })}
        error={problems.of('subject')}
      />
      <Textarea
        id="text"
        label={t('new.text')}
        description={lab ? t('new.textHelpLab') : t('new.textHelpSupport')}
        autosize
        minRows={9}
        maxRows={28}
        maxLength={TEXT_MAX}
        dir="auto"
        value={form.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        error={problems.of('text')}
      />
      <Suggestions text={`${form.subject} ${form.text}`} />
      <LanguageLine form={form} change={change} />
      <div>
        <span className={styles['label']}>{t('new.files')}</span>
        <FileField
          value={form.files}
          onChange={(files) => change({ files })}
          onBusyChange={onBusyChange}
          disabled={disabled}
          look={lab ? look : undefined}
        />
        <p className={styles['help']}>{lab ? t('new.filesHelpLab') : t('new.filesHelpSupport')}</p>
      </div>
      {lab && <LabFields form={form} change={change} problems={problems} />}
      {environment}
      <Select
        id="productId"
        clearable
        label={t('new.product')}
        placeholder={t('new.productPlaceholder')}
        data={products.map(({ id, name }) => ({ value: id, label: name }))}
        value={form.productId}
        onChange={(productId) => change({ productId })}
        error={problems.of('productId')}
      />
    </>
  );
}
