import type { MailSummary } from '@companyaccount/contract';
import { IconAlertTriangle, IconArchive, IconClock, IconSend } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';

const LOOKS = {
  queued: { icon: IconClock, tone: 'info' },
  sent: { icon: IconSend, tone: 'good' },
  kept: { icon: IconArchive, tone: 'neutral' },
  failed: { icon: IconAlertTriangle, tone: 'bad' },
} as const satisfies Record<MailSummary['state'], { icon: typeof IconClock; tone: Tone }>;

/** What became of a mail. */
export function MailState({ state }: { state: MailSummary['state'] }) {
  const { t } = useTranslation('admin');
  return <Badge {...LOOKS[state]} word={t(`mailLog.state.${state}`)} />;
}
