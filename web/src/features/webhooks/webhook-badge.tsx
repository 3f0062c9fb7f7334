import type { DeliveryState, WebhookState } from '@companyaccount/contract';
import { IconAlertTriangle, IconCheck, IconClock, IconPlayerPause, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';

const STATES = {
  active: { icon: IconCheck, tone: 'good' },
  failing: { icon: IconAlertTriangle, tone: 'warn' },
  paused: { icon: IconPlayerPause, tone: 'neutral' },
  stopped: { icon: IconX, tone: 'bad' },
  waiting: { icon: IconClock, tone: 'info' },
  delivered: { icon: IconCheck, tone: 'good' },
  failed: { icon: IconX, tone: 'bad' },
} satisfies Record<WebhookState | DeliveryState, { icon: typeof IconX; tone: Tone }>;

/** How a webhook stands, or a delivery. */
export function WebhookBadge({ state }: { state: WebhookState | DeliveryState }) {
  const { t } = useTranslation('webhooks');
  return <Badge {...STATES[state]} word={t(`state.${state}`)} />;
}
