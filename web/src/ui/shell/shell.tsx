import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { loadTexts } from '../../i18n/i18n.ts';
import { startLive } from '../../api/live.ts';
import { useSignedIn, vendorQuery } from '../../api/me.ts';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { CompanySwitcher } from './company-switcher.tsx';
import { LanguageMenu } from './language-menu.tsx';
import { LiveDot } from './live-dot.tsx';
import { Nav } from './nav.tsx';
import { PaletteButton } from './palette-button.tsx';
import { PersonMenu } from './person-menu.tsx';
import styles from './shell.module.css';
import { tellEscalation } from './tell-escalation.ts';
import { ThemeMenu } from './theme-menu.tsx';

const ShortcutHelp = lazy(async () => {
  const [{ ShortcutHelp: Help }] = await Promise.all([
    import('../shortcuts/shortcut-help.tsx'),
    loadTexts('shortcuts'),
  ]);
  return { default: Help };
});

interface ShellProps {
  /** The palette, while it is open. */
  palette: (open: { onShortcuts: () => void; onClose: () => void }) => ReactNode;
  children: ReactNode;
}

/** What stands around every page of a person signed in. */
export function Shell({ palette, children }: ShellProps) {
  const { t } = useTranslation();
  const me = useSignedIn();
  const vendor = useQuery(vendorQuery).data;
  const [collapsed, setCollapsed] = useLocalStorage({
    key: 'nav-collapsed',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [helping, setHelping] = useState(false);
  const [finding, setFinding] = useState(false);
  useShortcut('help', () => setHelping(true));
  useShortcut('palette', () => setFinding(!finding));
  const person = useRef(me);
  useEffect(() => {
    person.current = me;
  }, [me]);
  useEffect(() => startLive((event) => void tellEscalation(person.current, event)), [me.id, me.company?.id]);
  return (
    <div className={styles['shell']} data-collapsed={collapsed}>
      <a className={styles['skip']} href="#content">
        {t('skipToContent')}
      </a>
      <Nav me={me} collapsed={collapsed} onCollapse={setCollapsed} />
      <header className={styles['bar']}>
        <div className={styles['where']}>
          {me.company === null ? <strong>{vendor?.name}</strong> : <CompanySwitcher me={me} />}
        </div>
        <PaletteButton onOpen={() => setFinding(true)} />
        <LiveDot />
        <LanguageMenu />
        <ThemeMenu />
        <PersonMenu me={me} onShortcuts={() => setHelping(true)} />
      </header>
      <main id="content" className={styles['main']} tabIndex={-1}>
        {children}
      </main>
      {finding && (
        <Suspense>{palette({ onShortcuts: () => setHelping(true), onClose: () => setFinding(false) })}</Suspense>
      )}
      {helping && (
        <Suspense>
          <ShortcutHelp onClose={() => setHelping(false)} />
        </Suspense>
      )}
    </div>
  );
}
