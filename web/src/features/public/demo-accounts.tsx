import { Anchor, Collapse, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import styles from './public.module.css';

export const DEMO_ADMIN = 'admin@vendor.example';
const PASSWORD = 'demo demo demo';

/** The accounts of the demo data, by what can be seen with each. */
const ACCOUNTS = [
  { email: 'anna@acme.example', role: 'administrator' },
  { email: 'boris@acme.example', role: 'user' },
  { email: 'clara@globex.example', role: 'otherCompany' },
  { email: 'engineer@vendor.example', role: 'engineer' },
  { email: 'analyst@vendor.example', role: 'analyst' },
  { email: 'analyst2@vendor.example', role: 'analyst2' },
  { email: 'lead@vendor.example', role: 'lead' },
  { email: DEMO_ADMIN, role: 'admin' },
] as const;

interface DemoAccountsProps {
  onChoose: (credentials: { email: string; password: string }) => void;
}

/** Fills in the sign-in form of a demo installation. */
export function DemoAccounts({ onChoose }: DemoAccountsProps) {
  const { t } = useTranslation('public');
  const [opened, { toggle }] = useDisclosure(false);
  return (
    <>
      <Anchor underline="always" component="button" type="button" size="sm" aria-expanded={opened} onClick={toggle}>
        {t('demo.title')}
      </Anchor>
      <Collapse expanded={opened}>
        <Text size="sm" c="dimmed" mt={4} mb={4}>
          {`${t('demo.text')} ${t('demo.password', { password: PASSWORD })}`}
        </Text>
        <ul className={styles['accounts']}>
          {ACCOUNTS.map(({ email, role }) => (
            <li key={email}>
              <UnstyledButton
                className={styles['account'] ?? ''}
                onClick={() => onChoose({ email, password: PASSWORD })}
              >
                <Text component="span">{email}</Text>
                <Text component="span" size="xs" c="dimmed">
                  {t(`demo.role.${role}`)}
                </Text>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </Collapse>
    </>
  );
}
