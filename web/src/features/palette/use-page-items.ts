import type { Me } from '@companyaccount/contract';
import { IconBuilding, IconHeadset, IconBug, IconPlus, IconSearch, IconUser } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { homePath, may } from '../../api/me.ts';
import { navItems } from '../../ui/shell/nav-items.ts';
import { COMPANY_SECTIONS } from '../company/company-sections.ts';
import { PROFILE_SECTIONS } from '../profile/profile-sections.ts';
import type { PaletteItem } from './palette-items.ts';

/** The pages that a person may open. */
export function usePageItems(me: Me): PaletteItem[] {
  const { t } = useTranslation(['common', 'company', 'profile', 'palette']);
  const navigate = useNavigate();
  const pages: PaletteItem[] = navItems(me)
    // To begin a request is an action.
    .filter(({ to }) => to !== '/requests/new')
    .map(({ to, label, icon }) => ({
      id: to,
      group: 'pages',
      icon,
      label: t(`nav.${label}`),
      run: () => void navigate({ to }),
    }));
  const company: PaletteItem[] = COMPANY_SECTIONS.filter(
    ({ to, permission }) => to !== '/company' && me.company !== null && may(me, permission),
  ).map(({ to, label }) => ({
    id: to,
    group: 'pages',
    icon: IconBuilding,
    label: t('palette:part', { whole: t('nav.company'), part: t(`company:sections.${label}`) }),
    run: () => void navigate({ to }),
  }));
  const profile: PaletteItem[] = PROFILE_SECTIONS.filter(({ permission }) => may(me, permission)).map(
    ({ to, label }) => ({
      id: to,
      group: 'pages',
      icon: IconUser,
      label: t('palette:part', { whole: t('nav.profile'), part: t(`profile:sections.${label}`) }),
      run: () => void navigate({ to }),
    }),
  );
  return [...pages, ...company, ...profile];
}

/** Filing a request, for members. */
export function useFilingItems(me: Me): PaletteItem[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (me.company === null) return [];
  return (['support', 'lab'] as const).map((desk) => ({
    id: `new-${desk}`,
    group: 'actions',
    icon: IconPlus,
    label: t('nav.newRequest'),
    note: t(`nav.${desk === 'support' ? 'desk' : 'lab'}`),
    run: () => void navigate({ to: '/requests/new', search: { desk } }),
  }));
}

/** The sign of a desk. */
export const DESK_ICONS = { support: IconHeadset, lab: IconBug } as const;

/** Where everything that a text finds is listed; null for whoever has no requests. */
export function useSearchItem(me: Me, q: string): PaletteItem | null {
  const { t } = useTranslation('palette');
  const navigate = useNavigate();
  if (q === '' || !may(me, 'member_or_desk')) return null;
  const home = homePath(me);
  const to = me.company !== null ? '/requests' : home === '/lab' ? '/lab' : '/desk';
  return {
    id: 'search',
    group: 'requests',
    icon: IconSearch,
    label: t('searchFor', { text: q }),
    run: () => void navigate({ to, search: { q } }),
  };
}
