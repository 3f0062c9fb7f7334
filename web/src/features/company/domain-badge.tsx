import type { DomainState } from '@companyaccount/contract';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/badge.tsx';

const SIGNS = {
  waiting: { icon: IconClock, tone: 'neutral' },
  confirmed: { icon: IconCircleCheck, tone: 'good' },
  record_missing: { icon: IconAlertTriangle, tone: 'warn' },
  ended: { icon: IconCircleX, tone: 'bad' },
} as const satisfies Record<DomainState, object>;

/** How a mail domain stands. */
export function DomainBadge({ state }: { state: DomainState }) {
  const { t } = useTranslation('company');
  return <Badge {...SIGNS[state]} word={t(`domains.state.${state}`)} />;
}
