import { ApiError } from '@companyaccount/contract';
import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { NarrowPage } from './narrow-page.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { useStandingProblems } from './use-standing-problems.ts';
import { usePasswordProblem } from '../../ui/use-password-problem.ts';
import { useLinkToken } from './use-link-token.ts';

/** Sets a new password by the link of the mail. */
export function ResetPasswordPage() {
  const token = useLinkToken();
  // Another link opened in the same tab begins anew.
  return <ResetByLink key={token} token={token} />;
}

function ResetByLink({ token }: { token: string }) {
  const { t } = useTranslation('public');
  const [password, setPassword] = useState('');
  const problems = useFormProblems({ newPassword: t('password.newLabel') });
  const problemOf = useStandingProblems(problems, { newPassword: password });
  const passwordProblem = usePasswordProblem();
  const reset = useMutation({
    mutationFn: (newPassword: string) => api.resetPassword({ body: { token, newPassword } }),
    onError: problems.refused,
  });

  if (reset.isSuccess) {
    return (
      <NarrowPage announced title={t('reset.done.title')}>
        <Stack gap="md">
          <Text>{t('reset.done.text')}</Text>
          <Button component={Link} to="/sign-in" fullWidth>
            {t('signIn.submit')}
          </Button>
        </Stack>
      </NarrowPage>
    );
  }
  if (token === '' || (reset.error instanceof ApiError && reset.error.code === 'link_expired')) {
    return (
      <NarrowPage announced title={t(token === '' ? 'confirm.incomplete.title' : 'reset.expired.title')}>
        <Stack gap="md">
          <Text>{t(token === '' ? 'confirm.incomplete.text' : 'reset.expired.text')}</Text>
          <Button component={Link} to="/forgot-password" fullWidth>
            {t('reset.again')}
          </Button>
        </Stack>
      </NarrowPage>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const problem = passwordProblem(password);
    if (problem === undefined) reset.mutate(password);
    else problems.found({ newPassword: problem });
  };
  return (
    <NarrowPage title={t('reset.title')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <NewPasswordField
            id="newPassword"
            label={t('password.newLabel')}
            value={password}
            onChange={setPassword}
            error={problemOf('newPassword')}
          />
          <Button type="submit" fullWidth loading={reset.isPending}>
            {t('reset.submit')}
          </Button>
        </Stack>
      </form>
    </NarrowPage>
  );
}
