import type { ReceivedMail } from '@companyaccount/contract';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconClock,
  IconLock,
  IconMailOff,
  IconMailQuestion,
  IconPlus,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';

const LOOKS = {
  arriving: { icon: IconClock, tone: 'info' },
  waiting: { icon: IconClock, tone: 'info' },
  posted: { icon: IconCheck, tone: 'good' },
  noted: { icon: IconLock, tone: 'warn' },
  opened: { icon: IconPlus, tone: 'good' },
  unconfirmed: { icon: IconMailQuestion, tone: 'warn' },
  confirmed: { icon: IconClock, tone: 'info' },
  returned: { icon: IconArrowBackUp, tone: 'warn' },
  ignored: { icon: IconMailOff, tone: 'neutral' },
  refused: { icon: IconAlertTriangle, tone: 'warn' },
  failed: { icon: IconAlertTriangle, tone: 'bad' },
} as const satisfies Record<ReceivedMail['state'], { icon: typeof IconClock; tone: Tone }>;

/** What became of a mail that came in. */
export function ReceivedMailBadge({ state }: { state: ReceivedMail['state'] }) {
  const { t } = useTranslation('admin');
  return <Badge {...LOOKS[state]} word={t(`receivedMail.state.${state}`)} />;
}

const REASONS = [
  'auto_reply',
  'bounce',
  'put_off',
  'receipt',
  'bulk',
  'loop',
  'no_sender',
  'too_many',
  'address_refused',
  'staff',
  'unknown_sender',
  'too_large',
  'too_deep',
  'too_much',
  'malformed',
  'lost',
] as const;

/** Why that became of it, in words; null where the state says it. */
export function useReceivedReason({ reason }: Pick<ReceivedMail, 'reason'>): string | null {
  const { t } = useTranslation('admin');
  return reason === null ? null : t(`receivedMail.reason.${REASONS.find((one) => one === reason) ?? 'other'}`);
}
