import { ApiError, type IssuedLicense } from '@companyaccount/contract';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconEdit } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { download } from '../../api/download.ts';
import { errorText } from '../../api/error-text.ts';
import { Facts } from '../../ui/facts.tsx';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';
import { Page } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { NotFound } from '../../ui/states/route-states.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { ActivationCode } from '../licenses/activation-code.tsx';
import { BackLink } from './frame.tsx';
import { issuedQuery } from './issued-queries.ts';
import { LicenseHistory } from './license-history.tsx';
import { RenewDialog } from './renew-dialog.tsx';
import { StateActions } from './state-actions.tsx';
import { StateBadge } from './state-badge.tsx';
import { useDays } from './use-days.ts';
import styles from './vendor-licensing.module.css';

/** One license, as the vendor's administrators see and change it. */
export function LicensePage() {
  const { t } = useTranslation('issuing');
  const { licenseId } = useParams({ from: '/account/admin/licenses/$licenseId' });
  const { data: license, error, refetch } = useQuery(issuedQuery(licenseId));
  const [renewing, setRenewing] = useState(false);
  if (license === undefined && error instanceof ApiError && error.code === 'not_found') return <NotFound />;
  return (
    <Page
      title={license?.serial ?? t('one')}
      width="reading"
      action={
        license !== undefined &&
        license.state !== 'revoked' && (
          <Button leftSection={<IconEdit size={16} aria-hidden />} onClick={() => setRenewing(true)}>
            {t('license.renew')}
          </Button>
        )
      }
    >
      <BackLink to="/admin/licenses" />
      {license === undefined && error === null && <TextSkeleton lines={8} />}
      {license === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {license !== undefined && (
        <Stack gap={32}>
          <LicenseFacts license={license} />
          {license.state !== 'revoked' && (
            <>
              <ActivationCode
                load={() => api.showIssuedCode({ params: { id: license.id } })}
                help={t('license.codeHelp')}
              />
              <KeyFiles id={license.id} claimed={license.company !== null} />
              <StateActions license={license} />
            </>
          )}
          <LicenseHistory id={license.id} />
        </Stack>
      )}
      {renewing && license !== undefined && <RenewDialog license={license} onClose={() => setRenewing(false)} />}
    </Page>
  );
}

function LicenseFacts({ license }: { license: IssuedLicense }) {
  const { t } = useTranslation('issuing');
  const formats = useFormats();
  const day = useDays();
  return (
    <Stack gap="md">
      {license.stateReason !== null && (
        <Alert color="yellow" icon={<IconAlertTriangle size={18} aria-hidden />} title={t(`state.${license.state}`)}>
          {license.stateReason}
        </Alert>
      )}
      <Facts
        facts={[
          [t('list.state'), <StateBadge key="state" state={license.state} />],
          [t('license.company'), license.company?.name ?? t('claim.unclaimed')],
          [t('terms.product'), license.product.name],
          [t('terms.plan'), license.plan.name],
          [t('terms.seats'), formats.number(license.seats)],
          [t('terms.from'), day(license.validFrom)],
          [t('license.until'), license.validUntil === null ? t('endless') : day(license.validUntil)],
          license.reference !== null && [t('terms.reference'), license.reference],
          [t('license.issued'), formats.exact(license.createdAt)],
          license.batchId !== null && [
            t('license.batch'),
            <Link key="batch" to="/admin/licenses" search={{ batch: license.batchId }} className={styles['link']}>
              {t('license.ofBatch')}
            </Link>,
          ],
        ]}
      />
    </Stack>
  );
}

function KeyFiles({ id, claimed }: { id: string; claimed: boolean }) {
  const { t } = useTranslation('issuing');
  const fresh = useFreshSignIn();
  const get = useMutation({
    mutationFn: () => fresh(() => download('downloadIssuedKeyFiles', { params: { id } })),
  });
  const problem = errorText(get.error);
  return (
    <section>
      <h2 className={styles['heading']}>{t('license.keyFiles')}</h2>
      <p className={styles['help']}>{claimed ? t('license.keyFilesClaimed') : t('license.keyFilesUnclaimed')}</p>
      <Group>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={get.isPending}
          onClick={() => get.mutate()}
        >
          {t('license.download')}
        </Button>
      </Group>
      {get.isError && problem !== '' && (
        <Text role="alert" c="var(--mantine-color-error)" mt="xs">
          {problem}
        </Text>
      )}
    </section>
  );
}
