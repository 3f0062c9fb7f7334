import { ApiError } from '@companyaccount/contract';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { vendorQuery } from '../../api/me.ts';
import { ContactLink } from '../../ui/contact-link.tsx';

/** Where a license is renewed, when a call was refused because it has expired; nothing where the vendor names no place. */
export function RenewalContact({ refused }: { refused: unknown }) {
  const { t } = useTranslation('public');
  const contact = useQuery(vendorQuery).data?.renewalContact ?? null;
  if (contact === null || !(refused instanceof ApiError) || refused.code !== 'license_expired') return null;
  return (
    <Text size="xs">
      {t('proof.renew')} <ContactLink contact={contact} />
    </Text>
  );
}
