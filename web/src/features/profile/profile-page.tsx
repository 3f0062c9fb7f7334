import type { Me } from '@companyaccount/contract';
import { Button, Divider, Stack, Text, Title } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { signOut } from '../../api/session.ts';
import { ProfileForm } from './profile-form.tsx';

function Belonging({ me }: { me: Me }) {
  const { t } = useTranslation('profile');
  return (
    <>
      {me.agentRoles.length > 0 && (
        <section>
          <Title order={2}>{t('staffRoles')}</Title>
          {me.agentRoles.map((role) => (
            <Text key={role}>{t(`roles.${role}`)}</Text>
          ))}
        </section>
      )}
      {me.memberships.length > 0 && (
        <section>
          <Title order={2}>{t('membership')}</Title>
          {me.memberships.map(({ companyId, companyName, role, state }) => (
            <Text key={companyId}>
              {companyName}
              <Text span c="dimmed">
                {` · ${t(state === 'pending' ? 'membershipPending' : `roles.${role}`)}`}
              </Text>
            </Text>
          ))}
        </section>
      )}
    </>
  );
}

/** What a person may change about themselves. */
export function ProfilePage() {
  const { t } = useTranslation('profile');
  const me = useSignedIn();
  const navigate = useNavigate();
  const leave = useMutation({ mutationFn: signOut, onSuccess: () => navigate({ to: '/' }) });
  return (
    <Stack gap="lg">
      <ProfileForm me={me} />
      <Divider />
      <Belonging me={me} />
      <section>
        <Title order={2}>{t('session')}</Title>
        <Text c="dimmed" mb="xs">
          {t('signOutHelp')}
        </Text>
        <Button
          variant="default"
          leftSection={<IconLogout size={16} aria-hidden />}
          loading={leave.isPending}
          onClick={() => leave.mutate()}
        >
          {t('signOut')}
        </Button>
      </section>
    </Stack>
  );
}
