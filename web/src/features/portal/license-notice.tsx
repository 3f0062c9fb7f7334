import type { Company } from '@companyaccount/contract';
import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { companyQuery } from '../../api/company.ts';
import { useSignedIn, vendorQuery } from '../../api/me.ts';
import { ContactLink } from '../../ui/contact-link.tsx';

/** What the company's licenses are worth together; undefined while that is not known. */
function useStanding(): Company['standing'] | undefined {
  const me = useSignedIn();
  return useQuery({ ...companyQuery(me.company?.id ?? ''), enabled: me.company !== null }).data?.standing;
}

/** Says what is closed while no license is active, and whom to ask; nothing while one is. */
export function LicenseNotice() {
  const { t } = useTranslation('portal');
  const standing = useStanding();
  const vendor = useQuery(vendorQuery).data;
  if (standing === undefined || standing === 'active' || vendor === undefined) return null;
  const contact = vendor.renewalContact;
  return (
    <Alert color="yellow" icon={<IconAlertTriangle size={18} aria-hidden />} title={t(`standing.${standing}.title`)}>
      {t(`standing.${standing}.text`)}{' '}
      {contact === null ? (
        t('standing.askVendor', { vendor: vendor.name })
      ) : (
        <>
          {t('standing.ask', { vendor: vendor.name })} <ContactLink contact={contact} />
        </>
      )}
    </Alert>
  );
}
