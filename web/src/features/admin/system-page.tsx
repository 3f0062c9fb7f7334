import type { SystemState } from '@companyaccount/contract';
import { Alert, Anchor, Stack, Text, Title } from '@mantine/core';
import {
  type Icon,
  IconActivity,
  IconAlertTriangle,
  IconBriefcase,
  IconDatabase,
  IconFiles,
  IconMail,
  IconServer,
  IconShieldCheck,
} from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { formatSize } from '../../ui/file-field/format-size.ts';
import { Page } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { Facts } from '../../ui/facts.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './system-page.module.css';

const systemQuery = queryOptions({
  queryKey: keys.system,
  queryFn: ({ signal }) => api.getSystemState({ signal }),
  refetchInterval: 10_000,
});

interface PartProps {
  icon: Icon;
  title: string;
  facts: [string, ReactNode][];
}

function Part({ icon: Sign, title, facts }: PartProps) {
  return (
    <section className={styles['part']}>
      <Title order={2} className={styles['title'] ?? ''}>
        <Sign size={18} stroke={1.75} aria-hidden />
        {title}
      </Title>
      <Facts facts={facts} />
    </section>
  );
}

/** When the mailbox was last looked through, or since when it cannot be. */
function MailboxState({ mailbox }: { mailbox: NonNullable<SystemState['mail']['received']> }) {
  const { t } = useTranslation('admin');
  const { exact } = useFormats();
  const { readAt, failingSince, error } = mailbox;
  if (failingSince !== null) return t('system.failingSince', { time: exact(failingSince), error });
  return readAt === null ? null : t('system.receivedAt', { time: exact(readAt) });
}

function Parts({ system }: { system: SystemState }) {
  const { t, i18n } = useTranslation('admin');
  const count = (value: number) => <span className="figures">{value.toLocaleString(i18n.language)}</span>;
  const { database, blobs, mail, jobs, live, signedDefinitions } = system;
  return (
    <div className={styles['parts']}>
      <Part
        icon={IconServer}
        title={t('system.program')}
        facts={[
          [t('system.version'), system.version],
          [t('system.node'), system.node],
        ]}
      />
      <Part
        icon={IconDatabase}
        title={t('system.database')}
        facts={[
          [t('system.databaseVersion'), database.version],
          [t('system.databaseKind'), t(database.embedded ? 'system.embedded' : 'system.external')],
          [t('system.size'), formatSize(database.sizeBytes, i18n.language)],
        ]}
      />
      <Part
        icon={IconFiles}
        title={t('system.blobs')}
        facts={[
          [t('system.blobsKind'), t(`system.blobsKinds.${blobs.kind}`)],
          [t('system.blobsLocation'), blobs.location],
        ]}
      />
      <Part
        icon={IconMail}
        title={t('system.mail')}
        facts={[
          [
            t('system.mailDelivered'),
            <>
              {t(mail.delivered ? 'system.delivered' : 'system.kept')}
              <br />
              <Anchor underline="always" component={Link} to="/admin/mail-log">
                {t('system.openMailLog')}
              </Anchor>
            </>,
          ],
          [
            t('system.mailReceived'),
            <>
              {t(mail.received === null ? 'system.notReceived' : 'system.received')}
              {mail.received !== null && (
                <>
                  <br />
                  <MailboxState mailbox={mail.received} />
                </>
              )}
              <br />
              <Anchor underline="always" component={Link} to="/admin/received-mail">
                {t('system.openReceivedMail')}
              </Anchor>
            </>,
          ],
        ]}
      />
      <Part
        icon={IconBriefcase}
        title={t('system.jobs')}
        facts={[
          [t('system.waiting'), count(jobs.waiting)],
          [t('system.failed'), count(jobs.failed)],
        ]}
      />
      <Part
        icon={IconShieldCheck}
        title={t('system.signedDefinitions')}
        facts={[
          [
            t('system.root'),
            signedDefinitions === null
              ? t('system.noRoot')
              : t('system.rootUntil', {
                  date: new Date(signedDefinitions.rootExpiresAt).toLocaleDateString(i18n.language),
                }),
          ],
        ]}
      />
      <Part icon={IconActivity} title={t('system.live')} facts={[[t('system.streams'), count(live.streams)]]} />
    </div>
  );
}

/** The state of the parts the program runs on, fresh every ten seconds. */
export function SystemPage() {
  const { t, i18n } = useTranslation('admin');
  const { data, error, isPending, dataUpdatedAt, refetch } = useQuery(systemQuery);
  const time = new Date(dataUpdatedAt).toLocaleTimeString(i18n.language);
  return (
    <Page
      title={t('system.title')}
      action={
        data !== undefined && (
          <Text c="dimmed" className="figures">
            {t('system.asOf', { time })}
          </Text>
        )
      }
    >
      {isPending && <TextSkeleton lines={8} />}
      {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <Stack gap="md">
          {data.warnings.length > 0 && (
            <Alert color="yellow" icon={<IconAlertTriangle size={18} aria-hidden />} title={t('system.warnings')}>
              {data.warnings.map((warning) => (
                <div key={warning}>{t(`system.warning.${warning}`)}</div>
              ))}
            </Alert>
          )}
          <Parts system={data} />
        </Stack>
      )}
    </Page>
  );
}
