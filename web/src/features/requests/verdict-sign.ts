import type { VerdictWord } from '@companyaccount/contract';
import {
  type Icon,
  IconCircleCheck,
  IconFileUnknown,
  IconHelpCircle,
  IconShieldCheck,
  IconShieldX,
  IconVirus,
} from '@tabler/icons-react';
import type { Tone } from '../../ui/badge.tsx';

/** How a verdict is shown beside its word. */
export const VERDICT_SIGNS: Record<VerdictWord, { icon: Icon; tone: Tone }> = {
  malware: { icon: IconVirus, tone: 'bad' },
  unwanted: { icon: IconShieldX, tone: 'warn' },
  clean: { icon: IconShieldCheck, tone: 'good' },
  no_threats_found: { icon: IconCircleCheck, tone: 'info' },
  false_detection_removed: { icon: IconShieldCheck, tone: 'good' },
  detection_correct: { icon: IconVirus, tone: 'bad' },
  inconclusive: { icon: IconHelpCircle, tone: 'neutral' },
  not_analysable: { icon: IconFileUnknown, tone: 'warn' },
};
