import { type InviteAgent, INTERFACE_LANGUAGES, type InterfaceLanguage } from '@companyaccount/contract';
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { InvitationLink } from './invitation-link.tsx';
import { RolePicker } from './role-picker.tsx';
import { useStaffChange } from './use-staff-change.ts';

/** Invites a person to the staff; where no mail goes out, the link is shown once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['staff', 'common']);
  const [values, setValues] = useState<InviteAgent>({ name: '', email: '', language: currentLanguage(), roles: [] });
  const problems = useFormProblems({ name: t('form.name'), email: t('form.email'), roles: t('form.roles') });
  const invite = useStaffChange((body: InviteAgent) => api.inviteAgent({ body }));
  const change = (part: Partial<InviteAgent>) => setValues({ ...values, ...part });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { ...values, name: values.name.trim(), email: values.email.trim() };
    const found = {
      ...(body.name === '' ? { name: t('form.nameEmpty') } : {}),
      ...(body.email.includes('@') ? {} : { email: t('form.emailWrong') }),
      ...(body.roles.length === 0 ? { roles: t('form.rolesEmpty') } : {}),
    };
    if (Object.keys(found).length > 0) problems.found(found);
    else invite.mutate(body, { onError: problems.refused });
  };
  return (
    <Modal opened title={t('invite.title')} onClose={onClose}>
      {invite.data === undefined ? (
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <ErrorSummary {...problems.summary} />
            <TextInput
              id="name"
              label={t('form.name')}
              autoComplete="off"
              maxLength={200}
              data-autofocus
              value={values.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
              error={problems.of('name')}
            />
            <TextInput
              id="email"
              type="email"
              label={t('form.email')}
              autoComplete="off"
              maxLength={254}
              value={values.email}
              onChange={(event) => change({ email: event.currentTarget.value })}
              error={problems.of('email')}
            />
            <Select
              label={t('form.language')}
              data={INTERFACE_LANGUAGES.map((value) => ({ value, label: t(`common:language.${value}`) }))}
              value={values.language}
              allowDeselect={false}
              onChange={(language) => change({ language: language as InterfaceLanguage })}
            />
            <RolePicker
              id="roles"
              value={values.roles}
              onChange={(roles) => change({ roles })}
              error={problems.of('roles')}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('common:form.cancel')}
              </Button>
              <Button type="submit" loading={invite.isPending}>
                {t('invite.submit')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <InvitationLink email={invite.data.agent.email} link={invite.data.link} onClose={onClose} />
      )}
    </Modal>
  );
}
