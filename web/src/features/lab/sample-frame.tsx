import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { SectionNav } from '../../ui/section-nav.tsx';
import styles from './sample.module.css';

interface SampleFrameProps {
  sha256: string;
  current: (typeof SECTIONS)[number]['to'];
  action?: ReactNode;
  children: ReactNode;
}

const SECTIONS = [
  { to: '/lab/samples/$sha256', words: 'sample.overview' },
  { to: '/lab/samples/$sha256/structure', words: 'structure.title' },
  { to: '/lab/samples/$sha256/strings', words: 'strings.title' },
  { to: '/lab/samples/$sha256/hex', words: 'hex.title' },
] as const;

/** The pages of one sample: how it is called, the way back to the lab, and the ways among them. */
export function SampleFrame({ sha256, current, action, children }: SampleFrameProps) {
  const { t } = useTranslation('lab');
  return (
    <Page title={t('sample.title', { hash: sha256.slice(0, 8) })} action={action}>
      <Anchor component={Link} to="/lab" className={styles['back'] ?? ''}>
        <IconArrowLeft size={16} aria-hidden /> {t('sample.back')}
      </Anchor>
      <SectionNav
        label={t('sample.sections')}
        sections={SECTIONS.map(({ to, words }) => ({ to, words: t(words) }))}
        current={current}
      />
      {current === '/lab/samples/$sha256' ? <div className={styles['column']}>{children}</div> : children}
    </Page>
  );
}
