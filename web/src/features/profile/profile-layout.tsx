import { Outlet, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useSignedIn } from '../../api/me.ts';
import { Page } from '../../ui/page.tsx';
import { SectionNav } from '../../ui/section-nav.tsx';
import { PROFILE_SECTIONS } from './profile-sections.ts';

/** The frame of the pages about oneself. */
export function ProfileLayout() {
  const { t } = useTranslation('profile');
  const path = useLocation({ select: ({ pathname }) => pathname });
  const me = useSignedIn();
  const sections = PROFILE_SECTIONS.filter(({ permission }) => may(me, permission));
  const current = PROFILE_SECTIONS.find(({ to }) => to === path) ?? PROFILE_SECTIONS[0];
  return (
    <Page title={t('title')} section={t(`sections.${current.label}`)} width="reading">
      <SectionNav
        label={t('sections.label')}
        sections={sections.map(({ to, label }) => ({ to, words: t(`sections.${label}`) }))}
        current={current.to}
      />
      <Outlet />
    </Page>
  );
}
