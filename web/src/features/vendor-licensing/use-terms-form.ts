import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FormProblems, useFormProblems } from '../../ui/form/use-form-problems.ts';
import { complaintsOf, type Terms, type TermsField } from './terms.ts';

interface TermsForm {
  terms: Terms;
  change: (part: Partial<Terms>) => void;
  problems: FormProblems<TermsField>;
  /** Whether everything needed is there; says what is not. */
  check: () => boolean;
}

/** Keeps the terms that are being typed and what is wrong with them. */
export function useTermsForm(start: Terms): TermsForm {
  const { t } = useTranslation('issuing');
  const [terms, setTerms] = useState(start);
  const problems = useFormProblems<TermsField>({
    count: t('terms.count'),
    productId: t('terms.product'),
    planId: t('terms.plan'),
    seats: t('terms.seats'),
    validFrom: t('terms.from'),
    validUntil: t('terms.until'),
    reference: t('terms.reference'),
  });
  const check = () => {
    const complaints = Object.entries(complaintsOf(terms)).map(([field, what]) => [field, t(`terms.wrong.${what}`)]);
    if (complaints.length > 0) problems.found(Object.fromEntries(complaints) as Partial<Record<TermsField, string>>);
    return complaints.length === 0;
  };
  return { terms, change: (part) => setTerms((before) => ({ ...before, ...part })), problems, check };
}
