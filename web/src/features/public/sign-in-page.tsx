import { Anchor, Button, Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useLocation, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { homePath, meQuery, vendorQuery } from '../../api/me.ts';
import { passkeysWork } from '../../api/passkeys.ts';
import { queryClient } from '../../api/query-client.ts';
import { sessionChanged } from '../../api/session.ts';
import { changeLanguage } from '../../i18n/i18n.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { AccountHelpLink } from './account-help-link.tsx';
import { DemoAccounts } from './demo-accounts.tsx';
import { NarrowPage } from './narrow-page.tsx';
import { type PendingSignIn, SecondStep } from './second-step.tsx';
import { useOfferedPasskeys, usePasskeySignIn } from './use-passkey-sign-in.ts';
import { useStandingProblems } from './use-standing-problems.ts';

const route = getRouteApi('/public/sign-in');

/** Lets a person in, then leads them to the page they asked for. */
export function SignInPage() {
  const { t } = useTranslation(['public', 'common']);
  const { next } = route.useSearch();
  const navigate = useNavigate();
  const knownEmail = useLocation({ select: ({ state }) => state.email ?? '' });
  const vendor = useQuery(vendorQuery).data;
  const [values, setValues] = useState({ email: knownEmail, password: '', rememberMe: true });
  const button = useRef<HTMLButtonElement>(null);
  const problems = useFormProblems({ email: t('signIn.email'), password: t('signIn.password') });
  const problemOf = useStandingProblems(problems, values);

  const [pending, setPending] = useState<PendingSignIn | null>(null);
  const enter = async () => {
    await sessionChanged();
    const me = await queryClient.ensureQueryData(meQuery);
    if (me === null) return;
    await changeLanguage(me.language);
    await navigate({ to: homePath(me), replace: true, ...(next === undefined ? {} : { href: next }) });
  };
  const signIn = useMutation({
    mutationFn: async (body: typeof values) => {
      const { secondStep } = await api.signIn({ body });
      if (secondStep === null) await enter();
      else setPending(secondStep);
    },
    onError: problems.refused,
  });
  const passkey = usePasskeySignIn(enter, problems.refused);
  useOfferedPasskeys(passkey.isPending || pending !== null, enter);
  const fillIn = (credentials: { email: string; password: string }) => {
    setValues({ ...values, ...credentials });
    button.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const email = values.email.trim();
    const missing = {
      ...(email === '' ? { email: t('register.email.empty') } : {}),
      ...(values.password === '' ? { password: t('common:password.empty') } : {}),
    };
    if (Object.keys(missing).length > 0) problems.found(missing);
    else signIn.mutate({ ...values, email });
  };

  if (pending !== null) return <SecondStep pending={pending} onSignedIn={enter} onBack={() => setPending(null)} />;
  return (
    <NarrowPage
      title={t('signIn.title')}
      below={
        <Stack gap="xs">
          <Text c="dimmed">
            {t('signIn.noAccount')}{' '}
            <Anchor underline="always" component={Link} to="/register">
              {t('signIn.register')}
            </Anchor>
          </Text>
          <Text c="dimmed">
            {t('recover.lost')}{' '}
            <Anchor underline="always" component={Link} to="/recover">
              {t('recover.getAgain')}
            </Anchor>
          </Text>
          <AccountHelpLink email={values.email} />
          <Text c="dimmed">
            <Anchor underline="always" component={Link} to="/virus-lab">
              {t('signIn.send')}
            </Anchor>
          </Text>
        </Stack>
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {next !== undefined && <Text c="dimmed">{t('signIn.next')}</Text>}
          <ErrorSummary {...problems.summary} />
          <TextInput
            id="email"
            type="email"
            label={t('signIn.email')}
            autoComplete="username webauthn"
            autoFocus={knownEmail === ''}
            value={values.email}
            onChange={(event) => setValues({ ...values, email: event.currentTarget.value })}
            error={problemOf('email')}
          />
          <PasswordField
            id="password"
            label={t('signIn.password')}
            autoComplete="current-password"
            autoFocus={knownEmail !== ''}
            value={values.password}
            onChange={(event) => setValues({ ...values, password: event.currentTarget.value })}
            error={problemOf('password')}
          />
          <Checkbox
            label={t('signIn.remember')}
            checked={values.rememberMe}
            onChange={(event) => setValues({ ...values, rememberMe: event.currentTarget.checked })}
          />
          <Button ref={button} type="submit" fullWidth loading={signIn.isPending}>
            {t('signIn.submit')}
          </Button>
          {passkeysWork() && (
            <Button
              variant="default"
              fullWidth
              leftSection={<IconFingerprint size={18} aria-hidden />}
              loading={passkey.isPending}
              onClick={() => passkey.mutate({ rememberMe: values.rememberMe })}
            >
              {t('signIn.passkey')}
            </Button>
          )}
          <Anchor underline="always" component={Link} to="/forgot-password" state={{ email: values.email.trim() }}>
            {t('signIn.forgot')}
          </Anchor>
          {vendor?.demo === true && (
            <div>
              <DemoAccounts onChoose={fillIn} />
            </div>
          )}
        </Stack>
      </form>
    </NarrowPage>
  );
}
