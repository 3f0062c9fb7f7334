import { ApiError, type SetUp } from '@companyaccount/contract';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { usePasswordProblem } from '../../ui/use-password-problem.ts';
import { isEmail } from './email-rule.ts';
import { NarrowPage } from './narrow-page.tsx';
import { useLinkToken } from './use-link-token.ts';
import { useStandingProblems } from './use-standing-problems.ts';

const EMPTY = { name: '', email: '', password: '' };

/** Makes the first admin by the link that the program printed at its start. */
export function SetUpPage() {
  const { t } = useTranslation('public');
  const token = useLinkToken();
  const [values, setValues] = useState(EMPTY);
  const problems = useFormProblems({
    name: t('register.name.label'),
    email: t('register.email.label'),
    password: t('password.label'),
  });
  const problemOf = useStandingProblems(problems, values);
  const passwordProblem = usePasswordProblem();
  const make = useMutation({
    mutationFn: (body: SetUp) => api.setUp({ body }),
    onError: problems.refused,
  });

  if (make.isSuccess) {
    return (
      <NarrowPage announced title={t('setUp.done.title')}>
        <Stack gap="md">
          <Text>{t('setUp.done.text')}</Text>
          <Button component={Link} to="/sign-in" state={{ email: make.data.email }} fullWidth>
            {t('signIn.submit')}
          </Button>
        </Stack>
      </NarrowPage>
    );
  }
  if (token === '' || (make.error instanceof ApiError && make.error.code === 'link_expired')) {
    return (
      <NarrowPage announced title={t('setUp.dead.title')}>
        <Stack gap="md">
          <Text>{t('setUp.dead.text')}</Text>
          <Button component={Link} to="/sign-in" fullWidth>
            {t('signIn.submit')}
          </Button>
        </Stack>
      </NarrowPage>
    );
  }
  const change = (part: Partial<typeof EMPTY>) => setValues({ ...values, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [name, email] = [values.name.trim(), values.email.trim()];
    const wrongPassword = passwordProblem(values.password, [name, email]);
    const found = {
      ...(name === '' ? { name: t('register.name.empty') } : {}),
      ...(isEmail(email) ? {} : { email: t(email === '' ? 'register.email.empty' : 'register.email.wrong') }),
      ...(wrongPassword === undefined ? {} : { password: wrongPassword }),
    };
    if (Object.keys(found).length > 0) problems.found(found);
    else make.mutate({ token, name, email, password: values.password, language: currentLanguage() });
  };
  return (
    <NarrowPage title={t('setUp.title')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text c="dimmed">{t('setUp.lead')}</Text>
          <ErrorSummary {...problems.summary} />
          <TextInput
            id="name"
            label={t('register.name.label')}
            autoComplete="name"
            maxLength={200}
            value={values.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={problemOf('name')}
          />
          <TextInput
            id="email"
            type="email"
            label={t('register.email.label')}
            autoComplete="username"
            maxLength={254}
            value={values.email}
            onChange={(event) => change({ email: event.currentTarget.value })}
            error={problemOf('email')}
          />
          <NewPasswordField
            id="password"
            label={t('password.label')}
            value={values.password}
            words={[values.name, values.email]}
            onChange={(password) => change({ password })}
            error={problemOf('password')}
          />
          <Button type="submit" fullWidth loading={make.isPending}>
            {t('setUp.submit')}
          </Button>
        </Stack>
      </form>
    </NarrowPage>
  );
}
