import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { Brand } from './brand.tsx';
import { LanguageMenu } from './language-menu.tsx';
import { PersonMenu } from './person-menu.tsx';
import styles from './shell.module.css';
import { ThemeMenu } from './theme-menu.tsx';

/** What stands around the pages that are open to everybody. */
export function PublicShell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <div className={styles['public']}>
      <a className={styles['skip']} href="#content">
        {t('skipToContent')}
      </a>
      <header className={styles['bar']}>
        <div className={styles['where']}>
          <Brand />
        </div>
        <LanguageMenu />
        <ThemeMenu />
        {me ? (
          <PersonMenu me={me} />
        ) : (
          <Button component={Link} to="/sign-in" variant="default" size="compact-md">
            {t('person.signIn')}
          </Button>
        )}
      </header>
      <main id="content" className={styles['main']} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
