import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { WebhookList } from '../webhooks/webhook-list.tsx';
import { WebhookLog } from '../webhooks/webhook-log.tsx';

/** The vendor's own webhooks, and what all webhooks of the installation were told. */
export function WebhooksPage() {
  const { t } = useTranslation('webhooks');
  return (
    <Page title={t('vendorTitle')} width="reading">
      <Stack gap={32}>
        <WebhookList companyId={null} />
        <section>
          <Title order={2}>{t('logTitle')}</Title>
          <Text c="dimmed" mb="xs">
            {t('logHelp')}
          </Text>
          <WebhookLog />
        </section>
      </Stack>
    </Page>
  );
}
