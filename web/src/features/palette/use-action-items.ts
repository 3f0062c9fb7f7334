import { INTERFACE_LANGUAGES, type Me } from '@companyaccount/contract';
import { useMantineColorScheme } from '@mantine/core';
import {
  IconBuilding,
  IconDeviceDesktop,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { chooseCompany, signOut } from '../../api/session.ts';
import { useChooseLanguage } from '../../api/use-choose-language.ts';
import type { PaletteItem } from './palette-items.ts';

const SCHEMES = { light: IconSun, dark: IconMoon, auto: IconDeviceDesktop } as const;

/** What can be done from every page: another company, look or language, the shortcuts, signing out. */
export function useActionItems(me: Me, onShortcuts: () => void): PaletteItem[] {
  const { t, i18n } = useTranslation(['common', 'palette']);
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choose = useChooseLanguage();
  const others = me.memberships.filter(({ state, companyId }) => state === 'active' && companyId !== me.company?.id);
  const companies: PaletteItem[] = others.map(({ companyId, companyName }) => ({
    id: `company-${companyId}`,
    group: 'actions',
    icon: IconBuilding,
    label: t('palette:goOnFor', { company: companyName }),
    // First to a page that both companies have.
    run: () => void navigate({ to: '/home' }).then(() => chooseCompany(companyId)),
  }));
  const looks: PaletteItem[] = (['light', 'dark', 'auto'] as const)
    .filter((scheme) => scheme !== colorScheme)
    .map((scheme) => ({
      id: `theme-${scheme}`,
      group: 'actions',
      icon: SCHEMES[scheme],
      label: t('palette:part', { whole: t('theme.label'), part: t(`theme.${scheme}`) }),
      run: () => setColorScheme(scheme),
    }));
  const languages: PaletteItem[] = INTERFACE_LANGUAGES.filter((language) => language !== i18n.language).map(
    (language) => ({
      id: `language-${language}`,
      group: 'actions',
      icon: IconLanguage,
      label: t('palette:part', { whole: t('language.label'), part: t(`language.${language}`) }),
      run: () => choose(language),
    }),
  );
  return [
    ...companies,
    ...looks,
    ...languages,
    { id: 'shortcuts', group: 'actions', icon: IconKeyboard, label: t('person.shortcuts'), run: onShortcuts },
    {
      id: 'sign-out',
      group: 'actions',
      icon: IconLogout,
      label: t('person.signOut'),
      run: () => void signOut().then(() => navigate({ to: '/' })),
    },
  ];
}
