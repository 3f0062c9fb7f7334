import { ApiError } from '@companyaccount/contract';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import styles from './security.module.css';

interface AuthenticatorSetupProps {
  /** The app is on, and the recovery codes that came with it have been seen. */
  onDone: () => void;
  onCancel: () => void;
}

/** Tells an authenticator app the secret, and has it show a code before it is turned on. */
export function AuthenticatorSetup({ onDone, onCancel }: AuthenticatorSetupProps) {
  const { t } = useTranslation(['security', 'common']);
  const fresh = useFreshSignIn();
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string>();
  const begun = useQuery({
    queryKey: ['authenticator-setup'],
    queryFn: () => fresh(() => api.beginAuthenticator()),
    // Each set-up has a secret of its own, which is nowhere kept.
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const confirm = useMutation({
    mutationFn: (typed: string) => api.confirmAuthenticator({ body: { code: typed } }),
    onSuccess: ({ recoveryCodes }) => {
      if (recoveryCodes === null) onDone();
    },
    onError: (error) =>
      setProblem(error instanceof ApiError && error.code === 'second_factor_wrong' ? t('app.wrong') : errorText(error)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = code.trim();
    if (typed === '') setProblem(t('app.empty'));
    else confirm.mutate(typed);
  };

  if (confirm.data?.recoveryCodes != null) return <RecoveryCodes codes={confirm.data.recoveryCodes} onDone={onDone} />;
  if (begun.error !== null) return <ErrorState error={begun.error} onRetry={() => void begun.refetch()} />;
  if (begun.data === undefined) return <TextSkeleton lines={6} />;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text>{t('app.scan')}</Text>
        <QrCode text={begun.data.uri} label={t('app.qr')} />
        <div>
          <Text c="dimmed">{t('app.type')}</Text>
          <code className={styles['secret']}>{begun.data.secret.replaceAll(/.{4}(?=.)/gu, '$& ')}</code>
        </div>
        <TextInput
          id="app-code"
          label={t('app.code')}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={12}
          value={code}
          onChange={(event) => {
            setCode(event.currentTarget.value);
            setProblem(undefined);
          }}
          error={problem}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t('common:form.cancel')}
          </Button>
          <Button type="submit" loading={confirm.isPending}>
            {t('app.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
