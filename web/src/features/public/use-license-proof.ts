import { ApiError, type ErrorCode, type KeyFileAnswer } from '@companyaccount/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { vendorQuery } from '../../api/me.ts';
import { useCodeProblem } from './activation-code-field.tsx';
import { judgeTypedCode } from './activation-code-typing.ts';
import { type LicenseProof, looksLikeKeyFile, tidyKeyFile } from './license-proof.ts';

/** What is wrong with a proof, at the field it belongs to. */
export type ProofProblem = Partial<Record<LicenseProof['way'], string>>;

const REFUSALS = {
  activation_code_mistyped: 'mistyped',
  activation_code_unknown: 'unknown',
  key_file_malformed: 'malformed',
  key_file_forged: 'forged',
  key_file_unknown_issuer: 'foreign',
  license_unknown: 'lost',
  license_expired: 'expired',
  license_suspended: 'suspended',
  license_revoked: 'revoked',
} as const satisfies Partial<Record<ErrorCode, string>>;

type Refusal = (typeof REFUSALS)[keyof typeof REFUSALS];
/** Nobody has to fill in the rest of a form to hear these. */
const WRONG_FILE: Partial<Record<KeyFileAnswer, Refusal>> = {
  malformed: 'malformed',
  forged: 'forged',
  unknown_issuer: 'foreign',
};

/** Asks what a key file is worth; once per file. */
export const keyFileQuery = (text: string) =>
  queryOptions({
    queryKey: ['key-file', text],
    queryFn: ({ signal }) => api.verifyKeyFile({ body: { keyFile: text }, signal }),
    enabled: looksLikeKeyFile(text),
    staleTime: Infinity,
    retry: false,
  });

export interface ProofCheck {
  /** What can be said before anything is sent. */
  problem: ProofProblem;
  /** What the server found wrong with the proof; null when it was something else. */
  refusal: (error: unknown) => ProofProblem | null;
  /** What is wrong with the chosen file by itself. */
  fileProblem: string | undefined;
}

/** Judges a proof of a license in words. */
export function useLicenseProof(proof: LicenseProof): ProofCheck {
  const { t } = useTranslation('public');
  const vendor = useQuery(vendorQuery).data?.name ?? '';
  const codeProblem = useCodeProblem();
  const text = tidyKeyFile(proof.keyFile?.text ?? '');
  const answer = useQuery(keyFileQuery(text)).data?.answer;
  const wrong = looksLikeKeyFile(text) ? answer && WRONG_FILE[answer] : 'malformed';
  const wrongFile = wrong === undefined ? undefined : t(`proof.refused.${wrong}`, { vendor });
  // A text that is still being put together is not judged yet.
  const judged = proof.keyFile !== null && (proof.keyFile.name !== null || looksLikeKeyFile(text));

  const found =
    proof.way === 'activationCode'
      ? codeProblem(judgeTypedCode(proof.activationCode))
      : text.trim() === ''
        ? t('proof.file.empty')
        : wrongFile;
  return {
    problem: found === undefined ? {} : { [proof.way]: found },
    fileProblem: judged ? wrongFile : undefined,
    refusal: (error) => {
      if (!(error instanceof ApiError) || !(error.code in REFUSALS)) return null;
      const name = REFUSALS[error.code as keyof typeof REFUSALS];
      return { [proof.way]: t(`proof.refused.${name}`, { vendor }) };
    },
  };
}
