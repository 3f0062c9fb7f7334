import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { AccountHelpLink } from './account-help-link.tsx';
import { ActivationCodeField, useCodeProblem } from './activation-code-field.tsx';
import { judgeTypedCode } from './activation-code-typing.ts';
import { isEmail } from './email-rule.ts';
import { MailboxPage } from './mailbox-page.tsx';
import { NarrowPage } from './narrow-page.tsx';
import { useStandingProblems } from './use-standing-problems.ts';

/** Asks for lost key files, which go by mail to an administrator of the company that has the license. */
export function RecoverPage() {
  const { t } = useTranslation('public');
  const codeProblem = useCodeProblem();
  const [form, setForm] = useState({ activationCode: '', email: '' });
  const [asked, setAsked] = useState(false);
  const problems = useFormProblems({ activationCode: t('register.code.label'), email: t('recover.email') });
  const problemOf = useStandingProblems(problems, form);
  const ask = useMutation({
    mutationFn: (body: typeof form) => api.createKeyFileRecovery({ body }),
    onSuccess: () => {
      problems.clear();
      setAsked(true);
    },
    onError: problems.refused,
  });
  if (asked) return <MailboxPage email={form.email.trim()} after="recovery" onAgain={() => setAsked(false)} />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const email = form.email.trim();
    const wrongCode = codeProblem(judgeTypedCode(form.activationCode));
    const found = {
      ...(wrongCode === undefined ? {} : { activationCode: wrongCode }),
      ...(isEmail(email) ? {} : { email: t(email === '' ? 'register.email.empty' : 'register.email.wrong') }),
    };
    if (Object.keys(found).length > 0) problems.found(found);
    else ask.mutate({ ...form, email });
  };
  return (
    <NarrowPage
      title={t('recover.title')}
      below={
        <Stack gap="xs">
          <Text c="dimmed">
            {t('recover.orSignIn')}{' '}
            <Anchor underline="always" component={Link} to="/licenses">
              {t('register.signIn')}
            </Anchor>
          </Text>
          <AccountHelpLink />
        </Stack>
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text c="dimmed">{t('recover.lead')}</Text>
          <ErrorSummary {...problems.summary} />
          <ActivationCodeField
            id="activationCode"
            value={form.activationCode}
            onChange={(activationCode) => setForm({ ...form, activationCode })}
            error={problemOf('activationCode')}
          />
          <TextInput
            id="email"
            type="email"
            label={t('recover.email')}
            description={t('recover.emailHelp')}
            autoComplete="email"
            value={form.email}
            onChange={(event) => setForm({ ...form, email: event.currentTarget.value })}
            error={problemOf('email')}
          />
          <Button type="submit" fullWidth loading={ask.isPending}>
            {t('recover.submit')}
          </Button>
        </Stack>
      </form>
    </NarrowPage>
  );
}
