import { ApiError, type BodyOf, type Routes, type SecondFactors } from '@companyaccount/contract';
import { Button, Divider, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { useSignedIn } from '../../api/me.ts';
import { askPasskey, passkeysWork } from '../../api/passkeys.ts';
import { secondFactorsQuery } from '../../api/signing-in.ts';
import { PasswordField } from '../password-field.tsx';
import { ErrorState } from '../states/error-state.tsx';
import { TextSkeleton } from '../states/skeletons.tsx';

interface ConfirmIdentityProps {
  onConfirmed: () => void;
  onClose: () => void;
}

/** Asks the person signed in to prove that it is still them, the way they sign in. */
export function ConfirmIdentity({ onConfirmed, onClose }: ConfirmIdentityProps) {
  const { t } = useTranslation('common');
  const { data: factors, error, refetch } = useQuery(secondFactorsQuery);
  return (
    <Modal opened title={t('freshSignIn.title')} onClose={onClose}>
      {factors === undefined && error === null && <TextSkeleton lines={4} />}
      {factors === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {factors !== undefined && <ConfirmForm factors={factors} onConfirmed={onConfirmed} onClose={onClose} />}
    </Modal>
  );
}

type Proof = BodyOf<Routes['signInAgain']>;
type Problems = { password?: string; code?: string; whole?: string };

function ConfirmForm({ factors, onConfirmed, onClose }: ConfirmIdentityProps & { factors: SecondFactors }) {
  const { t } = useTranslation('common');
  const { email } = useSignedIn();
  const withPasskey = factors.passkeys.length > 0 && passkeysWork();
  const withCode = factors.authenticatorSince !== null || factors.passkeys.length > 0;
  const [values, setValues] = useState({ password: '', code: '' });
  const [problems, setProblems] = useState<Problems>({});
  const edit = (change: Partial<typeof values>) => {
    setValues({ ...values, ...change });
    setProblems({});
  };
  const refused = (error: unknown) => {
    const code = error instanceof ApiError ? error.code : undefined;
    if (code === 'invalid_credentials') setProblems({ password: t('freshSignIn.wrong') });
    else if (code === 'second_factor_wrong') setProblems({ code: t('freshSignIn.codeWrong') });
    else setProblems({ whole: errorText(error) });
  };
  const confirm = useMutation({
    mutationFn: (body: Proof) => api.signInAgain({ body }),
    onSuccess: onConfirmed,
    onError: refused,
  });
  const passkey = useMutation({
    mutationFn: async () => api.signInAgain({ body: { passkey: await askPasskey() } }),
    onSuccess: onConfirmed,
    onError: refused,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A form that opened this dialog is around it in the tree of the page's parts.
    event.stopPropagation();
    const { password } = values;
    const code = values.code.trim();
    if (password === '') setProblems({ password: t('freshSignIn.empty') });
    else if (withCode && code === '') setProblems({ code: t('freshSignIn.codeEmpty') });
    else confirm.mutate({ password, ...(withCode ? { code } : {}) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>{t(withCode ? 'freshSignIn.textSecond' : 'freshSignIn.text')}</Text>
        {problems.whole !== undefined && problems.whole !== '' && (
          <Text role="alert" c="var(--mantine-color-error)">
            {problems.whole}
          </Text>
        )}
        {withPasskey && (
          <>
            <Button
              fullWidth
              leftSection={<IconFingerprint size={18} aria-hidden />}
              loading={passkey.isPending}
              onClick={() => passkey.mutate()}
            >
              {t('freshSignIn.passkey')}
            </Button>
            <Divider />
          </>
        )}
        {/* Tells password managers whose password is asked for. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          label={t('freshSignIn.password')}
          autoComplete="current-password"
          data-autofocus={withPasskey ? undefined : true}
          autoFocus={!withPasskey}
          value={values.password}
          onChange={(event) => edit({ password: event.currentTarget.value })}
          error={problems.password}
        />
        {withCode && (
          <TextInput
            label={t('freshSignIn.code')}
            description={t('freshSignIn.codeHelp')}
            autoComplete="one-time-code"
            maxLength={40}
            value={values.code}
            onChange={(event) => edit({ code: event.currentTarget.value })}
            error={problems.code}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('form.cancel')}
          </Button>
          <Button type="submit" variant={withPasskey ? 'default' : 'filled'} loading={confirm.isPending}>
            {t('freshSignIn.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
