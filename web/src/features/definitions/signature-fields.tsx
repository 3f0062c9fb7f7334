import { SIGNATURE_FORMATS, SIGNATURE_TARGETS, type Signature, type SignatureFormat } from '@companyaccount/contract';
import { ActionIcon, Group, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './definitions.module.css';

const EMPTY: Record<SignatureFormat, Signature> = {
  hash: { format: 'hash', sha256: '', size: null },
  pattern: { format: 'pattern', target: 'any', offset: '*', pattern: '' },
  logical: { format: 'logical', target: 'any', expression: '0', patterns: [] },
  yara: { format: 'yara', body: 'strings:\n  $a = ""\ncondition:\n  $a' },
};
/** What a new signature says before anybody has typed. */
export const emptySignature = (format: SignatureFormat): Signature => EMPTY[format];

/** A signature that looks for these bytes anywhere in a file. */
export const patternSignature = (pattern: string): Signature => ({
  format: 'pattern',
  target: 'any',
  offset: '*',
  pattern,
});

interface SignatureFieldsProps {
  /** Counted from 0. */
  place: number;
  signature: Signature;
  /** What scanners will report, once it is saved. */
  label: string | undefined;
  /** What is wrong with it, in words. */
  problem: string | undefined;
  disabled: boolean;
  onChange: (signature: Signature) => void;
  onRemove: () => void;
}

/** One signature of a detection, as it is written. */
export function SignatureFields(props: SignatureFieldsProps) {
  const { t } = useTranslation('definitions');
  const { place, signature, label, problem, disabled, onChange, onRemove } = props;
  const number = place + 1;
  return (
    <fieldset className={styles['signature']} disabled={disabled}>
      <legend className={styles['legend']}>{t('signature.number', { number })}</legend>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <NativeSelect
          className={styles['grow'] ?? ''}
          label={t('signature.format')}
          value={signature.format}
          data={SIGNATURE_FORMATS.map((value) => ({ value, label: t(`format.${value}`) }))}
          onChange={(event) => {
            const format = SIGNATURE_FORMATS.find((one) => one === event.currentTarget.value);
            if (format !== undefined) onChange(emptySignature(format));
          }}
        />
        {!disabled && (
          <ActionIcon
            size={36}
            aria-label={t('signature.remove', { number })}
            title={t('signature.remove', { number })}
            onClick={onRemove}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        )}
      </Group>
      <FormatFields {...props} />
      {problem !== undefined && <p className={styles['wrong']}>{problem}</p>}
      {label !== undefined && (
        <p className={styles['facts']}>
          {t('signature.label')}: <span className={styles['code']}>{label}</span>
        </p>
      )}
    </fieldset>
  );
}

const code = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } };

function FormatFields({ signature, onChange }: SignatureFieldsProps) {
  const { t } = useTranslation('definitions');
  if (signature.format === 'hash') {
    return (
      <>
        <TextInput
          label={t('signature.sha256')}
          styles={code}
          spellCheck={false}
          maxLength={64}
          value={signature.sha256}
          onChange={(event) => onChange({ ...signature, sha256: event.currentTarget.value.trim().toLowerCase() })}
        />
        <NumberInput
          label={t('signature.size')}
          description={t('signature.sizeHelp')}
          min={0}
          allowDecimal={false}
          hideControls
          value={signature.size ?? ''}
          onChange={(value) => onChange({ ...signature, size: typeof value === 'number' ? value : null })}
        />
      </>
    );
  }
  if (signature.format === 'yara') {
    return (
      <Textarea
        label={t('signature.body')}
        description={t('signature.bodyHelp')}
        styles={code}
        spellCheck={false}
        autosize
        minRows={5}
        maxRows={24}
        maxLength={40_000}
        value={signature.body}
        onChange={(event) => onChange({ ...signature, body: event.currentTarget.value })}
      />
    );
  }
  const target = (
    <NativeSelect
      label={t('signature.target')}
      value={signature.target}
      data={SIGNATURE_TARGETS.map((value) => ({ value, label: t(`target.${value}`) }))}
      onChange={(event) => {
        const next = SIGNATURE_TARGETS.find((one) => one === event.currentTarget.value);
        if (next !== undefined) onChange({ ...signature, target: next });
      }}
    />
  );
  if (signature.format === 'pattern') {
    return (
      <>
        <div className={styles['halves']}>
          {target}
          <TextInput
            label={t('signature.offset')}
            description={t('signature.offsetHelp')}
            styles={code}
            maxLength={40}
            value={signature.offset}
            onChange={(event) => onChange({ ...signature, offset: event.currentTarget.value })}
          />
        </div>
        <Textarea
          label={t('signature.pattern')}
          description={t('signature.patternHelp')}
          styles={code}
          spellCheck={false}
          autosize
          minRows={2}
          maxRows={12}
          maxLength={8192}
          value={signature.pattern}
          onChange={(event) => onChange({ ...signature, pattern: event.currentTarget.value.replaceAll(/\s/gu, '') })}
        />
      </>
    );
  }
  return (
    <>
      <div className={styles['halves']}>
        {target}
        <TextInput
          label={t('signature.expression')}
          description={t('signature.expressionHelp')}
          styles={code}
          maxLength={1000}
          value={signature.expression}
          onChange={(event) => onChange({ ...signature, expression: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label={t('signature.patterns')}
        description={t('signature.patternHelp')}
        styles={code}
        spellCheck={false}
        autosize
        minRows={3}
        maxRows={16}
        value={signature.patterns.join('\n')}
        onChange={(event) => onChange({ ...signature, patterns: event.currentTarget.value.split('\n').slice(0, 64) })}
      />
    </>
  );
}
