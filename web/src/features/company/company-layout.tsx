import type { Me } from '@companyaccount/contract';
import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useSignedIn } from '../../api/me.ts';
import { Page } from '../../ui/page.tsx';
import { SectionNav } from '../../ui/section-nav.tsx';
import { COMPANY_SECTIONS } from './company-sections.ts';

/** The frame of the company's sections: its name, and the sections that are open to the reader. */
export function CompanyLayout() {
  const me = useSignedIn();
  return me.company === null ? null : <FrameOf key={me.company.id} me={me} name={me.company.name} />;
}

function FrameOf({ me, name }: { me: Me; name: string }) {
  const { t } = useTranslation('company');
  const path = useLocation({ select: ({ pathname }) => pathname });
  const sections = COMPANY_SECTIONS.filter(({ permission }) => may(me, permission));
  const current = sections.find(({ to }) => to === path);
  // Also when the right to a section is taken away while it is open.
  if (current === undefined) return <Navigate to="/company" replace />;
  return (
    <Page title={name} section={t(`sections.${current.label}`)} width="sections">
      <SectionNav
        label={t('sections.label')}
        sections={sections.map(({ to, label }) => ({ to, words: t(`sections.${label}`) }))}
        current={current.to}
      />
      <Outlet />
    </Page>
  );
}
