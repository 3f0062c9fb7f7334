import { PASSWORD_MAX, PASSWORD_MIN, passwordFlaw } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { PasswordField } from './password-field.tsx';

interface NewPasswordFieldProps {
  id: string;
  label: string;
  value: string;
  /** Name and address of the person, which the password must not be made of. */
  words?: readonly string[];
  onChange: (value: string) => void;
  error: string | undefined;
}

/** A field for choosing a password, with its rule and how far it is kept. */
export function NewPasswordField({ id, label, value, words = [], onChange, error }: NewPasswordFieldProps) {
  const { t } = useTranslation('common');
  const help = () => {
    if (value === '') return t('password.help', { min: PASSWORD_MIN });
    switch (passwordFlaw(value, words)) {
      case 'too_short':
        return t('password.progress', { typed: [...value].length, min: PASSWORD_MIN });
      case 'too_long':
        return t('password.long', { max: PASSWORD_MAX });
      case 'too_easy':
        return t('password.easy');
      case null:
        return t('password.enough');
    }
  };
  return (
    <PasswordField
      id={id}
      label={label}
      description={help()}
      autoComplete="new-password"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      required
      withAsterisk={false}
    />
  );
}
