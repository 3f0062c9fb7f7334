import type { AgentRole, StaffMember } from '@companyaccount/contract';
import { Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { ErrorSummary } from '../../ui/form/error-summary.tsx';
import { useFormProblems } from '../../ui/form/use-form-problems.ts';
import { RolePicker } from './role-picker.tsx';
import { useStaffChange } from './use-staff-change.ts';

/** Changes what a person of the staff may do. */
export function RolesDialog({ agent, onClose }: { agent: StaffMember; onClose: () => void }) {
  const { t } = useTranslation(['staff', 'common']);
  const [roles, setRoles] = useState(agent.roles);
  const problems = useFormProblems({ roles: t('form.roles') });
  const change = useStaffChange((chosen: AgentRole[]) =>
    api.changeAgentRoles({ params: { id: agent.id }, body: { roles: chosen } }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (roles.length === 0) problems.found({ roles: t('form.rolesEmpty') });
    else change.mutate(roles, { onSuccess: onClose, onError: problems.refused });
  };
  return (
    <Modal opened title={t('roles.title', { name: agent.name })} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary {...problems.summary} />
          <RolePicker id="roles" value={roles} onChange={setRoles} error={problems.of('roles')} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:form.cancel')}
            </Button>
            <Button type="submit" loading={change.isPending}>
              {t('common:form.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
