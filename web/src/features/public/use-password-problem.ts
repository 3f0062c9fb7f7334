import { PASSWORD_MAX, PASSWORD_MIN } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { judgePassword } from './password-rule.ts';

/** The words for a password that breaks the rule, or undefined. */
export function usePasswordProblem(): (password: string) => string | undefined {
  const { t } = useTranslation('public');
  return (password) => {
    switch (judgePassword(password).verdict) {
      case 'empty':
        return t('password.empty');
      case 'short':
        return t('password.short', { min: PASSWORD_MIN });
      case 'long':
        return t('password.long', { max: PASSWORD_MAX });
      case 'fine':
        return undefined;
    }
  };
}
