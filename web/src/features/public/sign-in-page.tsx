import { Anchor, Button, Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useLocation, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { homePath, meQuery, vendorQuery } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { sessionChanged } from '../../api/session.ts';
import { changeLanguage } from '../../i18n/i18n.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { AccountHelpLink } from './account-help-link.tsx';
import { DemoAccounts } from './demo-accounts.tsx';
import { NarrowPage } from './narrow-page.tsx';
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

  const signIn = useMutation({
    mutationFn: async (body: typeof values) => {
      await api.signIn({ body });
      await sessionChanged();
      const me = await queryClient.ensureQueryData(meQuery);
      if (me === null) return;
      await changeLanguage(me.language);
      await navigate({ to: homePath(me), replace: true, ...(next === undefined ? {} : { href: next }) });
    },
    onError: problems.refused,
  });
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
            autoComplete="username"
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
