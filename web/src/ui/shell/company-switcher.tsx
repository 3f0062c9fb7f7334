import type { Me } from '@companyaccount/contract';
import { Button, Menu, Text } from '@mantine/core';
import { IconBuilding, IconCheck, IconSelector } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { chooseCompany } from '../../api/session.ts';

/** The company a member acts for; a choice where there are several, with those that have not let them in yet. */
export function CompanySwitcher({ me }: { me: Me }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (me.company === null) return null;
  if (me.memberships.length < 2) {
    return (
      <Text size="sm" fw={500} truncate>
        {me.company.name}
      </Text>
    );
  }
  const choose = async (companyId: string): Promise<void> => {
    // First to a page that both companies have.
    await navigate({ to: '/home' });
    await chooseCompany(companyId);
  };
  const waiting = me.memberships.filter(({ state }) => state === 'pending');
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          maw="100%"
          leftSection={<IconBuilding size={16} aria-hidden />}
          rightSection={<IconSelector size={14} aria-hidden />}
          aria-label={`${t('company.label')}: ${me.company.name}`}
        >
          {me.company.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown maw={360}>
        {me.memberships
          .filter(({ state }) => state === 'active')
          .map(({ companyId, companyName }) => (
            <Menu.Item
              key={companyId}
              aria-current={companyId === me.company?.id}
              rightSection={companyId === me.company?.id ? <IconCheck size={16} aria-hidden /> : null}
              onClick={companyId === me.company?.id ? undefined : () => void choose(companyId)}
            >
              {companyName}
            </Menu.Item>
          ))}
        {waiting.length > 0 && <Menu.Label>{t('company.waiting')}</Menu.Label>}
        {waiting.map(({ companyId, companyName }) => (
          <Menu.Item key={companyId} disabled>
            {companyName}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
