import { PASSWORD_MAX, PASSWORD_MIN, passwordFlaw } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';

/** The words for a password that breaks the rule, or undefined; `words` are the person's name and address. */
export function usePasswordProblem(): (password: string, words?: readonly string[]) => string | undefined {
  const { t } = useTranslation('common');
  return (password, words = []) => {
    if (password === '') return t('password.empty');
    switch (passwordFlaw(password, words)) {
      case 'too_short':
        return t('password.short', { min: PASSWORD_MIN });
      case 'too_long':
        return t('password.long', { max: PASSWORD_MAX });
      case 'too_easy':
        return t('password.easy');
      case null:
        return undefined;
    }
  };
}
