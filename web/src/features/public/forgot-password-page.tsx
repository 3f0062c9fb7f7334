import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { isEmail } from './email-rule.ts';
import { MailboxPage } from './mailbox-page.tsx';
import { NarrowPage } from './narrow-page.tsx';
import { useStandingProblems } from './use-standing-problems.ts';

/** Asks for a link to set a new password. */
export function ForgotPasswordPage() {
  const { t } = useTranslation('public');
  const knownEmail = useLocation({ select: ({ state }) => state.email ?? '' });
  const [email, setEmail] = useState(knownEmail);
  const problems = useFormProblems({ email: t('signIn.email') });
  const problemOf = useStandingProblems(problems, { email });
  const ask = useMutation({
    mutationFn: (address: string) => api.requestPasswordReset({ body: { email: address } }),
    onError: problems.refused,
  });
  if (ask.isSuccess) return <MailboxPage email={ask.variables} after="reset" onAgain={ask.reset} />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const address = email.trim();
    if (isEmail(address)) ask.mutate(address);
    else problems.found({ email: t(address === '' ? 'register.email.empty' : 'register.email.wrong') });
  };
  return (
    <NarrowPage
      title={t('forgot.title')}
      below={
        <Anchor underline="always" component={Link} to="/sign-in" state={{ email: email.trim() }}>
          {t('forgot.back')}
        </Anchor>
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text c="dimmed">{t('forgot.lead')}</Text>
          <ErrorSummary {...problems.summary} />
          <TextInput
            id="email"
            type="email"
            label={t('signIn.email')}
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={problemOf('email')}
          />
          <Button type="submit" fullWidth loading={ask.isPending}>
            {t('forgot.submit')}
          </Button>
        </Stack>
      </form>
    </NarrowPage>
  );
}
