import { ApiError } from '@companyaccount/contract';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { useSignedIn } from '../../api/me.ts';
import { PasswordField } from '../password-field.tsx';

interface ConfirmIdentityProps {
  onConfirmed: () => void;
  onClose: () => void;
}

/** Asks the person signed in to prove that it is still them. */
export function ConfirmIdentity({ onConfirmed, onClose }: ConfirmIdentityProps) {
  const { t } = useTranslation('common');
  const { email } = useSignedIn();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const confirm = useMutation({
    mutationFn: () => api.signInAgain({ body: { password } }),
    onSuccess: onConfirmed,
    onError: (error) =>
      setProblem(
        error instanceof ApiError && error.code === 'invalid_credentials' ? t('freshSignIn.wrong') : errorText(error),
      ),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A form that opened this dialog is around it in the tree of the page's parts.
    event.stopPropagation();
    if (password === '') setProblem(t('freshSignIn.empty'));
    else confirm.mutate();
  };
  return (
    <Modal
      opened
      centered
      title={t('freshSignIn.title')}
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('form.close') }}
      styles={{ title: { fontWeight: 600 } }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text>{t('freshSignIn.text')}</Text>
          {/* Tells password managers whose password is asked for. */}
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordField
            label={t('freshSignIn.password')}
            autoComplete="current-password"
            data-autofocus
            value={password}
            onChange={(event) => {
              setPassword(event.currentTarget.value);
              setProblem(undefined);
            }}
            error={problem}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('form.cancel')}
            </Button>
            <Button type="submit" loading={confirm.isPending}>
              {t('freshSignIn.confirm')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
