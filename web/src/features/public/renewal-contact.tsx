import { ApiError } from '@companyaccount/contract';
import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { vendorQuery } from '../../api/me.ts';

/** Where a license is renewed, when a call was refused because it has expired; nothing where the vendor names no place. */
export function RenewalContact({ refused }: { refused: unknown }) {
  const { t } = useTranslation('public');
  const contact = useQuery(vendorQuery).data?.renewalContact ?? null;
  if (contact === null || !(refused instanceof ApiError) || refused.code !== 'license_expired') return null;
  return (
    <Text size="xs">
      {t('proof.renew')}{' '}
      <Anchor size="xs" underline="always" href={contact.includes('://') ? contact : `mailto:${contact}`}>
        {contact}
      </Anchor>
    </Text>
  );
}
