import { AGENT_ROLES, type AgentRole } from '@companyaccount/contract';
import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface RolePickerProps {
  id: string;
  value: readonly AgentRole[];
  onChange: (roles: AgentRole[]) => void;
  error?: string | undefined;
}

/** What a person of the staff may do; several at once. */
export function RolePicker({ id, value, onChange, error }: RolePickerProps) {
  const { t } = useTranslation(['staff', 'common']);
  return (
    <Checkbox.Group
      id={id}
      label={t('form.roles')}
      value={[...value]}
      onChange={(roles) => onChange(roles as AgentRole[])}
      error={error}
    >
      <Stack gap="xs" mt="xs">
        {AGENT_ROLES.map((role) => (
          <Checkbox key={role} value={role} label={t(`role.${role}`)} description={t(`roleHelp.${role}`)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
