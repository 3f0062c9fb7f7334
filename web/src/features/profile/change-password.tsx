import { ApiError } from '@companyaccount/contract';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useSignedIn } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { keys } from '../../api/keys.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { NewPasswordField } from '../../ui/new-password-field.tsx';
import { notify } from '../../ui/notify.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { usePasswordProblem } from '../../ui/use-password-problem.ts';
import styles from './security.module.css';

/** Changes the password, after the old one was given. */
export function ChangePassword() {
  const { t } = useTranslation('security');
  const [open, setOpen] = useState(false);
  return (
    <section>
      <h2 className={styles['heading']}>{t('password.title')}</h2>
      <p className={styles['help']}>{t('password.help')}</p>
      {open ? (
        <PasswordForm onDone={() => setOpen(false)} />
      ) : (
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('password.change')}
        </Button>
      )}
    </section>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation(['security', 'common']);
  const { name, email } = useSignedIn();
  const [values, setValues] = useState({ currentPassword: '', newPassword: '' });
  const problems = useFormProblems({
    currentPassword: t('password.current'),
    newPassword: t('password.new'),
  });
  const passwordProblem = usePasswordProblem();
  const change = useMutation({
    mutationFn: () => api.changePassword({ body: values }),
    onSuccess: () => {
      notify(t('password.title'), t('password.changed'));
      void queryClient.invalidateQueries({ queryKey: keys.ownSessions });
      onDone();
    },
    onError: (error) => {
      if (error instanceof ApiError && error.code === 'invalid_credentials')
        problems.found({ currentPassword: t('common:freshSignIn.wrong') });
      else problems.refused(error);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const current = values.currentPassword === '' ? t('common:password.empty') : undefined;
    const next = passwordProblem(values.newPassword, [name, email]);
    if (current === undefined && next === undefined) change.mutate();
    else
      problems.found({
        ...(current === undefined ? {} : { currentPassword: current }),
        ...(next === undefined ? {} : { newPassword: next }),
      });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" maw={464}>
        <ErrorSummary {...problems.summary} />
        {/* Tells password managers whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordField
          id="currentPassword"
          label={t('password.current')}
          autoComplete="current-password"
          autoFocus
          value={values.currentPassword}
          onChange={(event) => setValues({ ...values, currentPassword: event.currentTarget.value })}
          error={problems.of('currentPassword')}
        />
        <NewPasswordField
          id="newPassword"
          label={t('password.new')}
          words={[name, email]}
          value={values.newPassword}
          onChange={(newPassword) => setValues({ ...values, newPassword })}
          error={problems.of('newPassword')}
        />
        <Group gap="xs">
          <Button type="submit" loading={change.isPending}>
            {t('password.submit')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('common:form.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
