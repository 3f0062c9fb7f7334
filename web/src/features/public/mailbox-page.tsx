import { Alert, Anchor, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { vendorQuery } from '../../api/me.ts';
import { DEMO_ADMIN } from './demo-accounts.tsx';
import { NarrowPage } from './narrow-page.tsx';
import styles from './public.module.css';

interface MailboxPageProps {
  email: string;
  after: 'registered' | 'reset' | 'helped' | 'recovery';
  /** Back to the form with what was typed. */
  onAgain: () => void;
}

/** Says that a mail is on its way, and what to do when it does not come. */
export function MailboxPage({ email, after, onAgain }: MailboxPageProps) {
  const { t } = useTranslation('public');
  const vendor = useQuery(vendorQuery).data;
  const kept = vendor?.mailDelivered === false;
  return (
    <NarrowPage announced title={t(kept ? 'mailbox.kept.title' : 'mailbox.title')}>
      <Stack gap="md">
        <Text>
          <Trans
            t={t}
            i18nKey={kept ? `mailbox.kept.${after}` : `mailbox.${after}`}
            values={{ email }}
            components={{ email: <span className={styles['address']} /> }}
          />
        </Text>
        {kept && vendor.demo && <Alert py="xs">{t('mailbox.kept.demo', { email: DEMO_ADMIN })}</Alert>}
        <div>
          <Title order={2}>{t('mailbox.nothing')}</Title>
          <ul className={styles['steps']}>
            {!kept && <li>{t('mailbox.spam')}</li>}
            <li>
              {t('mailbox.typo')}{' '}
              <Anchor underline="always" component="button" type="button" onClick={onAgain}>
                {t('mailbox.again')}
              </Anchor>
            </li>
            {after === 'registered' && <li>{t('mailbox.known')}</li>}
            {after === 'recovery' && (
              <>
                <li>{t('mailbox.administrator')}</li>
                <li>{t('mailbox.askVendor', { vendor: vendor?.name ?? '' })}</li>
              </>
            )}
          </ul>
        </div>
      </Stack>
    </NarrowPage>
  );
}
