import { PASSWORD_MAX, PASSWORD_MIN } from '@companyaccount/contract';
import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { judgePassword } from './password-rule.ts';

/** A password field whose button to show the password can be reached and heard. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useTranslation('public');
  const [visible, setVisible] = useState(false);
  return (
    <PasswordInput
      {...props}
      visible={visible}
      onVisibilityChange={setVisible}
      visibilityToggleButtonProps={{ 'aria-label': t(visible ? 'password.hide' : 'password.show'), tabIndex: 0 }}
    />
  );
}

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
