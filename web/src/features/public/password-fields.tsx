import { PASSWORD_MAX, PASSWORD_MIN } from '@companyaccount/contract';
import { useTranslation } from 'react-i18next';
import { PasswordField } from '../../ui/password-field.tsx';
import { judgePassword } from './password-rule.ts';

interface NewPasswordFieldProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** A field for choosing a password, with its rule and how far it is kept. */
export function NewPasswordField({ id, label, value, onChange, error }: NewPasswordFieldProps) {
  const { t } = useTranslation('public');
  const { typed, verdict } = judgePassword(value);
  const help =
    verdict === 'empty'
      ? t('password.help', { min: PASSWORD_MIN })
      : verdict === 'short'
        ? t('password.progress', { typed, min: PASSWORD_MIN })
        : t(verdict === 'long' ? 'password.long' : 'password.enough', { max: PASSWORD_MAX });
  return (
    <PasswordField
      id={id}
      label={label}
      description={help}
      autoComplete="new-password"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      required
      withAsterisk={false}
    />
  );
}
