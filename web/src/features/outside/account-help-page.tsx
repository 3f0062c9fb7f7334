import { type CreateAccountHelp, TEXT_MAX } from '@companyaccount/contract';
import { Anchor, Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useMe } from '../../api/me.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { isEmail } from '../public/email-rule.ts';
import { MailboxPage } from '../public/mailbox-page.tsx';
import { NarrowPage } from '../public/narrow-page.tsx';
import { useStandingProblems } from '../public/use-standing-problems.ts';

type Form = Record<'name' | 'email' | 'companyName' | 'activationCode' | 'text', string>;

const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

/** Asks the vendor for help by people who cannot get in; nothing is filed before they confirm their address. */
export function AccountHelpPage() {
  const { t } = useTranslation(['outside', 'public']);
  const me = useMe();
  const known = useLocation({ select: ({ state }) => ({ email: state.email, code: state.activationCode }) });
  const [form, setForm] = useState<Form>({
    name: me?.name ?? '',
    email: known.email || (me?.email ?? ''),
    companyName: me?.company?.name ?? '',
    activationCode: known.code ?? '',
    text: '',
  });
  const problems = useFormProblems({
    text: t('help.text'),
    name: t('help.name'),
    email: t('help.email'),
    companyName: t('help.company'),
    activationCode: t('help.code'),
  });
  const problemOf = useStandingProblems(problems, form);
  const ask = useMutation({
    mutationFn: (body: CreateAccountHelp) => api.createAccountHelp({ body }),
    onSuccess: problems.clear,
    onError: problems.refused,
  });
  if (ask.isSuccess) return <MailboxPage email={ask.variables.email} after="helped" onAgain={ask.reset} />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const email = form.email.trim();
    const found = {
      ...(form.name.trim() === '' ? { name: t('public:register.name.empty') } : {}),
      ...(isEmail(email)
        ? {}
        : { email: t(email === '' ? 'public:register.email.empty' : 'public:register.email.wrong') }),
      ...(form.text.trim() === '' ? { text: t('help.textEmpty') } : {}),
    };
    if (Object.keys(found).length > 0) {
      problems.found(found);
      return;
    }
    const companyName = given(form.companyName);
    const activationCode = given(form.activationCode);
    ask.mutate({
      name: form.name.trim(),
      email,
      text: form.text.trim(),
      language: currentLanguage(),
      ...(companyName === undefined ? {} : { companyName }),
      ...(activationCode === undefined ? {} : { activationCode }),
    });
  };
  const field = (name: keyof Form) => ({
    id: name,
    value: form[name],
    error: problemOf(name),
    onChange: (event: FormEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      const { value } = event.currentTarget;
      setForm((before) => ({ ...before, [name]: value }));
    },
  });
  return (
    <NarrowPage
      wide
      title={t('help.title')}
      below={
        me == null && (
          <Anchor underline="always" component={Link} to="/sign-in" state={{ email: form.email.trim() }}>
            {t('help.back')}
          </Anchor>
        )
      }
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Text c="dimmed">{t('help.lead')}</Text>
          <ErrorSummary {...problems.summary} />
          <Textarea
            {...field('text')}
            label={t('help.text')}
            description={t('help.textHelp')}
            autosize
            minRows={4}
            maxRows={14}
            maxLength={TEXT_MAX}
            dir="auto"
          />
          <TextInput {...field('name')} label={t('help.name')} autoComplete="name" maxLength={200} />
          <TextInput
            {...field('email')}
            type="email"
            label={t('help.email')}
            description={t('help.emailHelp')}
            autoComplete="email"
          />
          <TextInput
            {...field('companyName')}
            label={t('help.companyOptional')}
            autoComplete="organization"
            maxLength={200}
          />
          <TextInput
            {...field('activationCode')}
            label={t('help.codeOptional')}
            description={t('help.codeHelp')}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={60}
          />
          <Stack gap={6}>
            <Button type="submit" fullWidth loading={ask.isPending}>
              {t('help.submit')}
            </Button>
            <Text size="xs" c="dimmed" ta="center">
              {t('help.after')}
            </Text>
          </Stack>
        </Stack>
      </form>
    </NarrowPage>
  );
}
