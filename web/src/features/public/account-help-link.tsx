import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

interface AccountHelpLinkProps {
  /** What was typed so far, so that it need not be typed again. */
  email?: string;
  activationCode?: string;
}

/** The way to the vendor for whoever cannot get in. */
export function AccountHelpLink({ email = '', activationCode = '' }: AccountHelpLinkProps) {
  const { t } = useTranslation('public');
  return (
    <Text c="dimmed">
      {t('accountHelp.question')}{' '}
      <Anchor
        underline="always"
        component={Link}
        to="/account-help"
        state={{ email: email.trim(), activationCode: activationCode.trim() }}
      >
        {t('accountHelp.link')}
      </Anchor>
    </Text>
  );
}
