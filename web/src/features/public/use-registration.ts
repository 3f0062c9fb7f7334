import { ApiError, type CreateRegistration, type ErrorCode, normalizeActivationCode } from '@companyaccount/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { vendorQuery } from '../../api/me.ts';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { useCodeProblem } from './activation-code-field.tsx';
import { judgeTypedCode } from './activation-code-typing.ts';
import { isEmail } from './email-rule.ts';
import { usePasswordProblem } from '../../ui/use-password-problem.ts';

export type RegistrationForm = Required<Omit<CreateRegistration, 'keyFile'>>;

/** What the server can find wrong with a code; all of it is said at the field of the code. */
const CODE_ERRORS = {
  activation_code_mistyped: 'mistyped',
  activation_code_unknown: 'unknown',
  license_expired: 'expired',
  license_suspended: 'suspended',
  license_revoked: 'revoked',
} as const satisfies Partial<Record<ErrorCode, string>>;

const isCodeError = (code: ErrorCode): code is keyof typeof CODE_ERRORS => code in CODE_ERRORS;

/** Checks a registration, sends it, and keeps what is wrong with it. */
export function useRegistration() {
  const { t } = useTranslation('public');
  const vendor = useQuery(vendorQuery).data?.name ?? '';
  const codeProblem = useCodeProblem();
  const passwordProblem = usePasswordProblem();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const problems = useFormProblems({
    activationCode: t('register.code.label'),
    companyName: t('register.company.label'),
    name: t('register.name.label'),
    email: t('register.email.label'),
    password: t('password.label'),
    language: t('register.language.label'),
  });

  const register = useMutation({
    mutationFn: (form: RegistrationForm) => api.createRegistration({ body: form }),
    onSuccess: (_, { email }) => {
      problems.clear();
      setSentTo(email);
    },
    onError: (error) => {
      if (error instanceof ApiError && isCodeError(error.code)) {
        problems.found({ activationCode: t(`register.code.${CODE_ERRORS[error.code]}`, { vendor }) });
      } else problems.refused(error);
    },
  });

  const send = (typed: RegistrationForm) => {
    const form = {
      ...typed,
      activationCode: normalizeActivationCode(typed.activationCode),
      email: typed.email.trim(),
      name: typed.name.trim(),
      companyName: typed.companyName.trim(),
    };
    const found = {
      activationCode: codeProblem(judgeTypedCode(form.activationCode)),
      companyName: form.companyName === '' ? t('register.company.empty') : undefined,
      name: form.name === '' ? t('register.name.empty') : undefined,
      email:
        form.email === '' ? t('register.email.empty') : isEmail(form.email) ? undefined : t('register.email.wrong'),
      password: passwordProblem(form.password),
    };
    const wrong = Object.fromEntries(Object.entries(found).filter(([, text]) => text !== undefined));
    if (Object.keys(wrong).length > 0) problems.found(wrong);
    else register.mutate(form);
  };

  return { problems, send, isSending: register.isPending, sentTo, again: () => setSentTo(null) };
}
