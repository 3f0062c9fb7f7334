import type { RequestStatus, Resolution } from '@companyaccount/contract';
import {
  type Icon,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleDot,
  IconCircleX,
  IconMessageQuestion,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';

const SIGNS: Record<RequestStatus, { icon: Icon; tone: Tone }> = {
  new: { icon: IconCircleDashed, tone: 'info' },
  open: { icon: IconCircleDot, tone: 'info' },
  waiting_for_customer: { icon: IconMessageQuestion, tone: 'warn' },
  resolved: { icon: IconCircleCheck, tone: 'good' },
  closed: { icon: IconCircleX, tone: 'neutral' },
};

interface StatusBadgeProps {
  status: RequestStatus;
  resolution?: Resolution | null;
  /** The reader is the customer, though without an account. */
  asCustomer?: boolean;
}

/** A request's status as icon and word; members read it from their side. */
export function StatusBadge({ status, resolution = null, asCustomer = false }: StatusBadgeProps) {
  const { t } = useTranslation('requests');
  const member = useMe()?.company != null || asCustomer;
  const { icon, tone } = SIGNS[status];
  const word = member ? t(`memberStatus.${status}`) : t(`status.${status}`);
  return (
    <Badge icon={icon} tone={tone} word={resolution === null ? word : `${word}: ${t(`resolution.${resolution}`)}`} />
  );
}
