import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';

/** The frame of the pages that tell how the desks are doing. */
export function Frame({ children }: { current: '/reports/ratings'; children: ReactNode }) {
  const { t } = useTranslation('reports');
  return <Page title={t('sections.ratings')}>{children}</Page>;
}
