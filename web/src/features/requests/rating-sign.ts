import type { Rating } from '@companyaccount/contract';
import { type Icon, IconThumbDown, IconThumbUp } from '@tabler/icons-react';
import type { Tone } from '../../ui/badge.tsx';

export const RATING_SIGNS: Record<Rating['value'], { icon: Icon; tone: Tone }> = {
  good: { icon: IconThumbUp, tone: 'good' },
  bad: { icon: IconThumbDown, tone: 'bad' },
};
