import type { MailSummary } from '@companyaccount/contract';
import { IconAlertTriangle, IconArchive, IconClock, IconRefresh, IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';

const LOOKS = {
  queued: { icon: IconClock, tone: 'info' },
  sent: { icon: IconSend, tone: 'good' },
  kept: { icon: IconArchive, tone: 'neutral' },
  failed: { icon: IconAlertTriangle, tone: 'bad' },
} as const satisfies Record<MailSummary['state'], { icon: typeof IconClock; tone: Tone }>;

/** What became of a mail. */
export function MailState({ state, retrying }: { state: MailSummary['state']; retrying: boolean }) {
  const { t } = useTranslation('admin');
  if (retrying) return <Badge icon={IconRefresh} tone="warn" word={t('mailLog.retrying')} />;
  return <Badge {...LOOKS[state]} word={t(`mailLog.state.${state}`)} />;
}
