import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { may, useSignedIn } from '../../api/me.ts';
import { Page } from '../../ui/page.tsx';
import { SectionNav } from '../../ui/section-nav.tsx';

const SECTIONS = { '/reports': 'service', '/reports/ratings': 'ratings' } as const;
type SectionPath = keyof typeof SECTIONS;

interface FrameProps {
  current: SectionPath;
  action?: ReactNode;
  children: ReactNode;
}

/** The frame of the pages that tell how the desks do. What customers wrote is for leads alone. */
export function Frame({ current, action, children }: FrameProps) {
  const { t } = useTranslation('reports');
  const isLead = may(useSignedIn(), 'lead');
  const paths: SectionPath[] = isLead ? ['/reports', '/reports/ratings'] : ['/reports'];
  return (
    <Page title={t('title')} section={t(`sections.${SECTIONS[current]}`)} action={action}>
      <SectionNav
        label={t('sections.label')}
        sections={paths.map((to) => ({ to, words: t(`sections.${SECTIONS[to]}`) }))}
        current={current}
      />
      {children}
    </Page>
  );
}
