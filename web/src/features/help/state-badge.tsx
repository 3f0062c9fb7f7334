import type { ArticleState } from '@companyaccount/contract';
import { type Icon, IconArrowBackUp, IconPencil, IconReplace, IconWorld } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../ui/badge.tsx';

const SIGNS: Record<ArticleState, { icon: Icon; tone: Tone }> = {
  draft: { icon: IconPencil, tone: 'neutral' },
  published: { icon: IconWorld, tone: 'good' },
  replaced: { icon: IconReplace, tone: 'neutral' },
  withdrawn: { icon: IconArrowBackUp, tone: 'warn' },
};

/** The state of a version of an article; `prefix` names its language where several stand together. */
export function StateBadge({ state, prefix }: { state: ArticleState; prefix?: string }) {
  const { t } = useTranslation('help');
  const word = t(`state.${state}`);
  return <Badge {...SIGNS[state]} word={prefix === undefined ? word : `${prefix}: ${word}`} />;
}
