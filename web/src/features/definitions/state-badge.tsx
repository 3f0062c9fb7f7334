import type { DetectionState, HashListState } from '@companyaccount/contract';
import {
  type Icon,
  IconArrowBackUp,
  IconCheck,
  IconLoader2,
  IconPencil,
  IconReplace,
  IconShieldCheck,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';

const SIGNS: Record<DetectionState | HashListState, { icon: Icon; tone: Tone }> = {
  reading: { icon: IconLoader2, tone: 'info' },
  draft: { icon: IconPencil, tone: 'neutral' },
  approved: { icon: IconCheck, tone: 'info' },
  released: { icon: IconShieldCheck, tone: 'good' },
  replaced: { icon: IconReplace, tone: 'neutral' },
  withdrawn: { icon: IconArrowBackUp, tone: 'warn' },
};

/** The state of a detection, of a list of hashes, or of an entry of the allow-list. */
export function StateBadge({ state }: { state: DetectionState | HashListState }) {
  const { t } = useTranslation('definitions');
  return <Badge {...SIGNS[state]} word={t(`state.${state}`)} />;
}
