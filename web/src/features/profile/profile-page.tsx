import type { Me } from '@companyaccount/contract';
import { Divider, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
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
  const me = useSignedIn();
  return (
    <Stack gap="lg">
      <ProfileForm me={me} />
      <Divider />
      <Belonging me={me} />
    </Stack>
  );
}
