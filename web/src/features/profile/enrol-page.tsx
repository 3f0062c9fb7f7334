import { Anchor, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passkeysWork } from '../../api/passkeys.ts';
import { sessionChanged, signOut } from '../../api/session.ts';
import { usePageTitle } from '../../ui/page.tsx';
import { AuthenticatorSetup } from './authenticator-setup.tsx';
import { PasskeySetup } from './passkey-setup.tsx';
import styles from './security.module.css';

/** Stands in the place of every page for staff who have no second factor yet. */
export function EnrolPage({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('security');
  const navigate = useNavigate();
  const [way, setWay] = useState<'app' | 'passkey' | null>(null);
  usePageTitle(t('enrol.title'));
  const done = async () => {
    await sessionChanged();
    onDone();
  };
  const leave = async () => {
    await signOut();
    await navigate({ to: '/' });
  };
  return (
    <main className={styles['enrol']}>
      <div className={styles['enrolCard']}>
        <Title order={1} mb="xs">
          {t('enrol.title')}
        </Title>
        {way === null && (
          <Stack gap="md">
            <Text>{t('enrol.text')}</Text>
            {passkeysWork() && (
              <Way
                sign={<IconFingerprint size={24} stroke={1.5} aria-hidden />}
                title={t('enrol.passkey')}
                text={t('enrol.passkeyText')}
                onChoose={() => setWay('passkey')}
              />
            )}
            <Way
              sign={<IconDeviceMobile size={24} stroke={1.5} aria-hidden />}
              title={t('enrol.app')}
              text={t('enrol.appText')}
              onChoose={() => setWay('app')}
            />
            <Anchor component="button" type="button" underline="always" ta="start" onClick={() => void leave()}>
              {t('enrol.signOut')}
            </Anchor>
          </Stack>
        )}
        {way === 'app' && <AuthenticatorSetup onDone={() => void done()} onCancel={() => setWay(null)} />}
        {way === 'passkey' && <PasskeySetup onDone={() => void done()} onCancel={() => setWay(null)} />}
      </div>
    </main>
  );
}

interface WayProps {
  sign: React.ReactNode;
  title: string;
  text: string;
  onChoose: () => void;
}

function Way({ sign, title, text, onChoose }: WayProps) {
  return (
    <UnstyledButton className={styles['way']} onClick={onChoose}>
      <span className={styles['sign']}>{sign}</span>
      <span>
        <Text span fw={600} display="block">
          {title}
        </Text>
        <Text span c="dimmed" size="sm" display="block">
          {text}
        </Text>
      </span>
    </UnstyledButton>
  );
}
