import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface InvitationLinkProps {
  email: string;
  /** null: it has gone out by mail. */
  link: string | null;
  onClose: () => void;
}

/** Says how an invited person gets their link; without a mail server it is here, this once. */
export function InvitationLink({ email, link, onClose }: InvitationLinkProps) {
  const { t } = useTranslation(['staff', 'common']);
  return (
    <Stack gap="md">
      <Text role="status">{t(link === null ? 'invite.mailed' : 'invite.shown', { email })}</Text>
      {link !== null && (
        <TextInput
          label={t('invite.link')}
          value={link}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
      )}
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          {t('common:form.close')}
        </Button>
      </Group>
    </Stack>
  );
}
