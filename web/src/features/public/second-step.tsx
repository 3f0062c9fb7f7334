import { ApiError } from '@companyaccount/contract';
import { Anchor, Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { passkeysWork } from '../../api/passkeys.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { NarrowPage } from './narrow-page.tsx';
import { usePasskeySignIn } from './use-passkey-sign-in.ts';

export interface PendingSignIn {
  token: string;
  authenticator: boolean;
  passkey: boolean;
}

interface SecondStepProps {
  pending: PendingSignIn;
  onSignedIn: () => Promise<void>;
  /** Back to the password. */
  onBack: () => void;
}

/** The second step of a sign-in: a code of the authenticator app, a recovery code, or a passkey. */
export function SecondStep({ pending, onSignedIn, onBack }: SecondStepProps) {
  const { t } = useTranslation('public');
  const withPasskey = pending.passkey && passkeysWork();
  const [byRecoveryCode, setByRecoveryCode] = useState(!pending.authenticator && !withPasskey);
  const [code, setCode] = useState('');
  const label = t(byRecoveryCode ? 'secondStep.recoveryCode' : 'secondStep.code');
  const problems = useFormProblems({ code: label });
  const passkey = usePasskeySignIn(onSignedIn, problems.refused);
  const finish = useMutation({
    mutationFn: async (typed: string) => {
      await api.signInSecondStep({ body: { token: pending.token, code: typed } });
      await onSignedIn();
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'second_factor_wrong')
        problems.found({ code: t('secondStep.wrong') });
      else problems.refused(error);
    },
  });
  const expired = finish.error instanceof ApiError && finish.error.code === 'sign_in_expired';
  // The other way than the one that is shown, where there is one.
  const first = pending.authenticator ? 'useApp' : withPasskey ? 'usePasskey' : null;
  const other = byRecoveryCode ? first : 'useRecoveryCode';
  const withField = pending.authenticator || byRecoveryCode;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = code.trim();
    if (typed === '') problems.found({ code: t('secondStep.empty') });
    else finish.mutate(typed);
  };
  const choose = (recovery: boolean) => {
    setByRecoveryCode(recovery);
    setCode('');
    problems.clear();
  };

  return (
    <NarrowPage
      announced={!withField}
      title={t('secondStep.title')}
      below={
        <Anchor component="button" type="button" underline="always" onClick={onBack}>
          {t('secondStep.back')}
        </Anchor>
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          {withField && (
            <>
              <TextInput
                key={label}
                id="code"
                label={label}
                description={t(byRecoveryCode ? 'secondStep.recoveryCodeHelp' : 'secondStep.codeHelp')}
                autoComplete={byRecoveryCode ? 'off' : 'one-time-code'}
                inputMode={byRecoveryCode ? 'text' : 'numeric'}
                maxLength={byRecoveryCode ? 40 : 12}
                autoFocus
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
                error={problems.of('code')}
              />
              <Button type="submit" fullWidth loading={finish.isPending} disabled={expired}>
                {t('secondStep.submit')}
              </Button>
            </>
          )}
          {withPasskey && (
            <>
              {withField ? <Divider label={t('secondStep.or')} /> : <Text>{t('secondStep.passkeyText')}</Text>}
              <Button
                variant={withField ? 'default' : 'filled'}
                fullWidth
                leftSection={<IconFingerprint size={18} aria-hidden />}
                loading={passkey.isPending}
                onClick={() => passkey.mutate({ rememberMe: true })}
              >
                {t('secondStep.passkey')}
              </Button>
            </>
          )}
          {other !== null && (
            <Anchor
              component="button"
              type="button"
              underline="always"
              ta="start"
              onClick={() => choose(!byRecoveryCode)}
            >
              {t(`secondStep.${other}`)}
            </Anchor>
          )}
        </Stack>
      </form>
    </NarrowPage>
  );
}
