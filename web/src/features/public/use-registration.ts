import type { CreateRegistration } from '@companyaccount/contract';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { isEmail } from './email-rule.ts';
import { usePasswordProblem } from '../../ui/use-password-problem.ts';
import { type LicenseProof, proofBody } from './license-proof.ts';
import { useLicenseProof } from './use-license-proof.ts';

export interface RegistrationForm extends LicenseProof, Required<Omit<CreateRegistration, keyof LicenseProof>> {}

/** Checks a registration, sends it, and keeps what is wrong with it. */
export function useRegistration(form: RegistrationForm) {
  const { t } = useTranslation('public');
  const proof = useLicenseProof(form);
  const passwordProblem = usePasswordProblem();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const problems = useFormProblems({
    activationCode: t('register.code.label'),
    keyFile: t('proof.file.label'),
    companyName: t('register.company.label'),
    name: t('register.name.label'),
    email: t('register.email.label'),
    password: t('password.label'),
    language: t('register.language.label'),
  });

  const register = useMutation({
    mutationFn: (body: CreateRegistration) => api.createRegistration({ body }),
    onSuccess: (_, { email }) => {
      problems.clear();
      setSentTo(email);
    },
    onError: (error) => {
      const refused = proof.refusal(error);
      if (refused === null) problems.refused(error);
      else problems.found(refused);
    },
  });

  const send = () => {
    const [email, name, companyName] = [form.email.trim(), form.name.trim(), form.companyName.trim()];
    const found = {
      ...proof.problem,
      companyName: companyName === '' ? t('register.company.empty') : undefined,
      name: name === '' ? t('register.name.empty') : undefined,
      email: email === '' ? t('register.email.empty') : isEmail(email) ? undefined : t('register.email.wrong'),
      password: passwordProblem(form.password),
    };
    const wrong = Object.fromEntries(Object.entries(found).filter(([, text]) => text !== undefined));
    if (Object.keys(wrong).length > 0) problems.found(wrong);
    else {
      const { password, language } = form;
      register.mutate({ ...proofBody(form), companyName, name, email, password, language });
    }
  };

  return {
    problems,
    send,
    isSending: register.isPending,
    fileProblem: proof.fileProblem,
    refused: register.error,
    sentTo,
    again: () => setSentTo(null),
  };
}
