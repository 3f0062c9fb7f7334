import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { SectionNav } from '../../ui/section-nav.tsx';
import styles from './vendor-licensing.module.css';

const SECTIONS = {
  licenses: ['/admin/licenses', '/admin/licenses/batches'],
  products: ['/admin/products', '/admin/products/plans', '/admin/products/calendars'],
} as const;
const WORDS = {
  '/admin/licenses': 'licenses',
  '/admin/licenses/batches': 'batches',
  '/admin/products': 'products',
  '/admin/products/plans': 'plans',
  '/admin/products/calendars': 'calendars',
} as const;
type SectionPath = keyof typeof WORDS;

interface FrameProps {
  of: keyof typeof SECTIONS;
  current: SectionPath;
  action?: ReactNode;
  children: ReactNode;
}

/** The frame of the licensing pages: what they are about, and the sections beside the open one. */
export function Frame({ of, current, action, children }: FrameProps) {
  const { t } = useTranslation('issuing');
  return (
    <Page title={t(`sections.${of}`)} section={t(`sections.${WORDS[current]}`)} action={action}>
      <SectionNav
        label={t('sections.label')}
        sections={SECTIONS[of].map((to) => ({ to, words: t(`sections.${WORDS[to]}`) }))}
        current={current}
      />
      {children}
    </Page>
  );
}

/** The way back from one thing to the list it stands in. */
export function BackLink({ to }: { to: Exclude<SectionPath, '/admin/products/calendars'> }) {
  const { t } = useTranslation('issuing');
  return (
    <Anchor component={Link} to={to} className={styles['back'] ?? ''}>
      <IconArrowLeft size={16} aria-hidden /> {t(`back.${WORDS[to]}`)}
    </Anchor>
  );
}
