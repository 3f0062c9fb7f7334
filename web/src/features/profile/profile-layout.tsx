import { Outlet, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../../ui/page.tsx';
import { SectionNav } from '../../ui/section-nav.tsx';

const SECTIONS = [
  { to: '/profile', label: 'profile' },
  { to: '/profile/security', label: 'security' },
] as const;

/** The frame of the pages about oneself. */
export function ProfileLayout() {
  const { t } = useTranslation('profile');
  const path = useLocation({ select: ({ pathname }) => pathname });
  const current = SECTIONS.find(({ to }) => to === path) ?? SECTIONS[0];
  return (
    <Page title={t('title')} section={t(`sections.${current.label}`)} width="reading">
      <SectionNav
        label={t('sections.label')}
        sections={SECTIONS.map(({ to, label }) => ({ to, words: t(`sections.${label}`) }))}
        current={current.to}
      />
      <Outlet />
    </Page>
  );
}
