import { ApiError, type LicenseDetails } from '@companyaccount/contract';
import { Anchor, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { may, useSignedIn } from '../../api/me.ts';
import { Facts } from '../../ui/facts.tsx';
import { Page } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { NotFound } from '../../ui/states/route-states.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { ActivationCode } from './activation-code.tsx';
import { KeyFilesButton } from './key-files-button.tsx';
import { KeyFiles } from './key-files.tsx';
import { LicenseBadge } from './license-badge.tsx';
import { LicenseNotice } from './license-notice.tsx';
import { licenseQuery } from './license-queries.ts';
import styles from './licenses.module.css';

/** One license: what it is worth, what it holds, and for administrators its secrets. */
export function LicensePage() {
  const { t } = useTranslation('licenses');
  const { licenseId } = useParams({ from: '/account/licenses/$licenseId' });
  const { data: license, error, refetch } = useQuery(licenseQuery(licenseId));
  if (license === undefined && isNotFound(error)) return <NotFound />;
  return (
    <Page title={license?.product.name ?? t('one')} width="reading">
      <Anchor component={Link} to="/licenses" className={styles['back'] ?? ''}>
        <IconArrowLeft size={16} aria-hidden /> {t('all')}
      </Anchor>
      {license === undefined && error === null && <TextSkeleton lines={6} />}
      {license === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {license !== undefined && <OneLicense license={license} />}
    </Page>
  );
}

function OneLicense({ license }: { license: LicenseDetails }) {
  const { t } = useTranslation('licenses');
  const formats = useFormats();
  const administers = may(useSignedIn(), 'company_administrator');
  const revoked = license.state === 'revoked';
  const day = (time: string) => <time title={formats.exact(time)}>{formats.date(time)}</time>;
  return (
    <Stack gap={32}>
      <LicenseNotice license={license} />
      <Facts
        facts={[
          [t('facts.state'), <LicenseBadge key="state" license={license} />],
          [
            t('facts.serial'),
            <span key="serial" className="figures">
              {license.serial}
            </span>,
          ],
          [t('facts.plan'), license.plan],
          [t('facts.seats'), formats.number(license.seats)],
          [t('facts.from'), day(license.validFrom)],
          [t('facts.until'), license.validUntil === null ? t('facts.endless') : day(license.validUntil)],
        ]}
      />
      <KeyFiles license={license}>
        {administers ? !revoked && <KeyFilesButton licenseId={license.id} /> : t('keyFiles.forAdministrators')}
      </KeyFiles>
      {administers && !revoked && <ActivationCode load={() => api.getActivationCode({ params: { id: license.id } })} />}
    </Stack>
  );
}

const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.code === 'not_found';
