import type { DetectionState } from '@companyaccount/contract';
import { type Icon, IconArrowBackUp, IconCheck, IconPencil, IconReplace, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';

const SIGNS: Record<DetectionState, { icon: Icon; tone: Tone }> = {
  draft: { icon: IconPencil, tone: 'neutral' },
  approved: { icon: IconCheck, tone: 'info' },
  released: { icon: IconShieldCheck, tone: 'good' },
  replaced: { icon: IconReplace, tone: 'neutral' },
  withdrawn: { icon: IconArrowBackUp, tone: 'warn' },
};

/** The state of a detection, or of an entry of the allow-list. */
export function StateBadge({ state }: { state: DetectionState }) {
  const { t } = useTranslation('definitions');
  return <Badge {...SIGNS[state]} word={t(`state.${state}`)} />;
}
