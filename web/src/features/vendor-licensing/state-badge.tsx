import type { IssuedLicense } from '@companyaccount/contract';
import {
  IconAlertTriangle,
  IconCalendarTime,
  IconCircleCheck,
  IconCircleX,
  IconPlayerPause,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/badge.tsx';

const SIGNS = {
  active: { icon: IconCircleCheck, tone: 'good' },
  not_yet_valid: { icon: IconCalendarTime, tone: 'info' },
  expired: { icon: IconAlertTriangle, tone: 'bad' },
  suspended: { icon: IconPlayerPause, tone: 'warn' },
  revoked: { icon: IconCircleX, tone: 'bad' },
} as const;

/** The state of a license as icon and word. */
export function StateBadge({ state }: { state: IssuedLicense['state'] }) {
  const { t } = useTranslation('issuing');
  return <Badge {...SIGNS[state]} word={t(`state.${state}`)} />;
}
