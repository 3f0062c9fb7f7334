import type { Me } from '@companyaccount/contract';
import { Button, Menu, Text } from '@mantine/core';
import { IconBuilding, IconCheck, IconSelector } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { sessionChanged } from '../../api/session.ts';

/** The company a member acts for; a choice only where there are several. */
export function CompanySwitcher({ me }: { me: Me }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const open = me.memberships.filter(({ state }) => state === 'active');
  if (me.company === null) return null;
  if (open.length < 2) {
    return (
      <Text size="sm" fw={500} truncate>
        {me.company.name}
      </Text>
    );
  }
  const choose = async (companyId: string): Promise<void> => {
    await api.chooseCompany({ body: { companyId } });
    await sessionChanged();
    await navigate({ to: '/home' });
  };
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconBuilding size={16} aria-hidden />}
          rightSection={<IconSelector size={14} aria-hidden />}
          aria-label={`${t('company.label')}: ${me.company.name}`}
        >
          {me.company.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {open.map(({ companyId, companyName }) => (
          <Menu.Item
            key={companyId}
            aria-current={companyId === me.company?.id}
            rightSection={companyId === me.company?.id ? <IconCheck size={16} aria-hidden /> : null}
            onClick={() => void choose(companyId)}
          >
            {companyName}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
