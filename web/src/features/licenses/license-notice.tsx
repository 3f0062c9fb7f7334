import type { License } from '@companyaccount/contract';
import { Alert } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { vendorQuery } from '../../api/me.ts';
import { ContactLink } from '../../ui/contact-link.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { shownStateOf } from './validity.ts';

const COLORS = { soon: 'yellow', not_yet_valid: 'blue', expired: 'red', suspended: 'yellow', revoked: 'red' } as const;

/** What a license in no ordinary state means for its company, and to whom to turn. */
export function LicenseNotice({ license }: { license: License }) {
  const { t } = useTranslation('licenses');
  const formats = useFormats();
  const now = useNow();
  const vendor = useSuspenseQuery(vendorQuery).data;
  const shown = shownStateOf(license, now);
  if (shown === 'active') return null;
  const time = (shown === 'not_yet_valid' ? license.validFrom : license.validUntil) ?? license.validFrom;
  const renewable = shown === 'soon' || shown === 'expired';
  return (
    <Alert
      color={COLORS[shown]}
      title={t(`notice.${shown}`, { date: formats.date(time), days: formats.inDays(time, now) })}
    >
      {t(`notice.${shown}Text`)}
      {shown !== 'not_yet_valid' && ` ${t(renewable ? 'notice.renew' : 'notice.ask', { vendor: vendor.name })}`}
      {renewable && vendor.renewalContact !== null && (
        <>
          {' '}
          {t('notice.contact')} <ContactLink contact={vendor.renewalContact} />
        </>
      )}
    </Alert>
  );
}
