import { SegmentedControl, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useIncomingFiles } from '../../ui/file-field/use-incoming-files.ts';
import { ActivationCodeField } from './activation-code-field.tsx';
import { KeyFileField } from './key-file-field.tsx';
import type { LicenseProof } from './license-proof.ts';
import { useKeyFileChoice } from './use-key-file-choice.ts';

interface LicenseProofFieldsProps {
  value: LicenseProof;
  onChange: (change: Partial<LicenseProof>) => void;
  /** What an attempt to send found wrong. */
  errorOf: (way: LicenseProof['way']) => string | undefined;
  /** What is wrong with the chosen file by itself. */
  fileProblem: string | undefined;
}

/** Takes an activation code or a key file; a file dropped anywhere on the page is meant as one. */
export function LicenseProofFields({ value, onChange, errorOf, fileProblem }: LicenseProofFieldsProps) {
  const { t } = useTranslation('public');
  const choice = useKeyFileChoice((keyFile) => onChange({ way: 'keyFile', keyFile }));
  const dragging = useIncomingFiles({
    disabled: false,
    pastedName: (time) => time,
    onFiles: ({ files }) => choice.take(files[0]),
  });
  return (
    <Stack gap="sm">
      <SegmentedControl
        fullWidth
        aria-label={t('proof.label')}
        data={[
          { value: 'activationCode', label: t('proof.byCode') },
          { value: 'keyFile', label: t('proof.byFile') },
        ]}
        value={value.way}
        onChange={(way) => onChange({ way: way as LicenseProof['way'] })}
      />
      <div>
        {value.way === 'activationCode' ? (
          <ActivationCodeField
            id="activationCode"
            value={value.activationCode}
            onChange={(activationCode) => onChange({ activationCode })}
            error={errorOf('activationCode')}
          />
        ) : (
          <KeyFileField
            id="keyFile"
            value={value.keyFile}
            onChange={(keyFile) => {
              choice.forget();
              onChange({ keyFile });
            }}
            onFile={choice.take}
            dragging={dragging}
            error={choice.problem ?? fileProblem ?? errorOf('keyFile')}
          />
        )}
      </div>
    </Stack>
  );
}
