import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { SectionNav } from '../../ui/section-nav.tsx';

const SECTIONS = {
  '/lab/detections': 'detections',
  '/lab/detections/hash-lists': 'hashLists',
  '/lab/detections/allow-list': 'allowList',
  '/lab/detections/clean-collection': 'clean',
  '/lab/detections/releases': 'releases',
  '/lab/detections/reanalyses': 'reanalyses',
} as const;
type SectionPath = keyof typeof SECTIONS;

/** The frame of the pages about definitions, with the sections beside the open one. */
export function Frame({
  current,
  action,
  children,
}: {
  current: SectionPath;
  action?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation('definitions');
  const paths = Object.keys(SECTIONS) as SectionPath[];
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
