import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '@companyaccount/contract';
import { Anchor, Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../../i18n/i18n.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { AccountHelpLink } from './account-help-link.tsx';
import { NO_PROOF } from './license-proof.ts';
import { LicenseProofFields } from './license-proof-fields.tsx';
import { MailboxPage } from './mailbox-page.tsx';
import { NarrowPage } from './narrow-page.tsx';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { RenewalContact } from './renewal-contact.tsx';
import { useStandingProblems } from './use-standing-problems.ts';
import { type RegistrationForm, useRegistration } from './use-registration.ts';

/** Takes a registration by activation code or key file, then sends the person to their mailbox. */
export function RegisterPage() {
  const { t } = useTranslation('public');
  const common = useTranslation('common').t;
  const [form, setForm] = useState<RegistrationForm>(() => ({
    ...NO_PROOF,
    email: '',
    name: '',
    password: '',
    companyName: '',
    language: currentLanguage(),
  }));
  const { problems, send, isSending, fileProblem, refused, sentTo, again } = useRegistration(form);
  const problemOf = useStandingProblems(problems, form);
  if (sentTo !== null) return <MailboxPage email={sentTo} after="registered" onAgain={again} />;

  const set = (change: Partial<RegistrationForm>) => setForm((before) => ({ ...before, ...change }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const text = (name: 'email' | 'name' | 'companyName') => ({
    id: name,
    value: form[name],
    error: problemOf(name),
    onChange: (event: FormEvent<HTMLInputElement>) => set({ [name]: event.currentTarget.value }),
  });

  return (
    <NarrowPage
      wide
      title={t('register.title')}
      below={
        <Stack gap="xs">
          <Text c="dimmed">
            {t('register.haveAccount')}{' '}
            <Anchor underline="always" component={Link} to="/sign-in">
              {t('register.signIn')}
            </Anchor>
          </Text>
          <AccountHelpLink email={form.email} activationCode={form.activationCode} />
        </Stack>
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text c="dimmed">{t('register.lead')}</Text>
          <ErrorSummary {...problems.summary} />
          <LicenseProofFields value={form} onChange={set} errorOf={problemOf} fileProblem={fileProblem} />
          {problemOf(form.way) !== undefined && <RenewalContact refused={refused} />}
          <TextInput
            {...text('companyName')}
            label={t('register.company.label')}
            description={t('register.company.help')}
            autoComplete="organization"
          />
          <TextInput {...text('name')} label={t('register.name.label')} autoComplete="name" />
          <TextInput {...text('email')} type="email" label={t('register.email.label')} autoComplete="email" />
          <NewPasswordField
            id="password"
            label={t('password.label')}
            value={form.password}
            onChange={(password) => set({ password })}
            error={problemOf('password')}
          />
          <Select
            id="language"
            label={t('register.language.label')}
            description={t('register.language.help')}
            data={INTERFACE_LANGUAGES.map((language) => ({ value: language, label: common(`language.${language}`) }))}
            value={form.language}
            onChange={(language) => set({ language: language as InterfaceLanguage })}
            error={problemOf('language')}
          />
          <Stack gap={6}>
            <Button type="submit" fullWidth loading={isSending}>
              {t('register.submit')}
            </Button>
            <Text size="xs" c="dimmed" ta="center">
              {t('register.after')}
            </Text>
          </Stack>
        </Stack>
      </form>
    </NarrowPage>
  );
}
