import { type AddLicense, ApiError, type License, type Membership } from '@companyaccount/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useSignedIn } from '../../api/me.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { notify } from '../../ui/notify.ts';
import { type LicenseProof, NO_PROOF, proofBody } from '../public/license-proof.ts';
import { useLicenseProof } from '../public/use-license-proof.ts';

export interface AddLicenseForm extends LicenseProof {
  /** For whom: the company one acts for, or another one. */
  target: 'own' | 'other';
  companyName: string;
}

const isMembership = (added: License | Membership): added is Membership => 'companyName' in added;

/** Checks what stands in the dialog, sends it, and keeps what is wrong with it. */
export function useAddLicense(onDone: () => void) {
  const { t } = useTranslation(['licenses', 'public']);
  const { company } = useSignedIn();
  const mayAddToOwn = company?.role === 'administrator';
  const [form, setForm] = useState<AddLicenseForm>({
    ...NO_PROOF,
    target: mayAddToOwn ? 'own' : 'other',
    companyName: '',
  });
  const [waitsFor, setWaitsFor] = useState<string | null>(null);
  const proof = useLicenseProof(form);
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  const problems = useFormProblems({
    activationCode: t('public:register.code.label'),
    keyFile: t('public:proof.file.label'),
    companyName: t('add.company'),
  });

  const add = useMutation({
    mutationFn: (body: AddLicense) => api.addLicense({ body, idempotencyKey: idempotency.keyFor(body) }),
    onSuccess: async (added) => {
      idempotency.done();
      // A new company changes what every page shows.
      await queryClient.invalidateQueries();
      if (isMembership(added)) return setWaitsFor(added.companyName);
      notify(t('add.done'), `${added.product.name}, ${added.serial}`);
      onDone();
    },
    onError: (error) => {
      const code = error instanceof ApiError ? error.code : null;
      if (code === 'license_claimed' || code === 'license_already_added') {
        problems.found({ [form.way]: t(code === 'license_claimed' ? 'add.claimed' : 'add.already') });
        return;
      }
      const refused = proof.refusal(error);
      if (refused === null) problems.refused(error);
      else problems.found(refused);
    },
  });

  const send = () => {
    const companyName = form.companyName.trim();
    const found = {
      ...proof.problem,
      ...(form.target === 'other' && companyName === '' ? { companyName: t('public:register.company.empty') } : {}),
    };
    if (Object.keys(found).length > 0) problems.found(found);
    else add.mutate({ ...proofBody(form), ...(form.target === 'other' ? { companyName } : {}) });
  };

  return {
    form,
    set: (change: Partial<AddLicenseForm>) => setForm((before) => ({ ...before, ...change })),
    mayAddToOwn,
    company,
    problems,
    fileProblem: proof.fileProblem,
    refused: add.error,
    isSending: add.isPending,
    send,
    waitsFor,
  };
}
