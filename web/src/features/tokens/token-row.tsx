import type { ApiToken } from '@companyaccount/contract';
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { wordOf } from './token-queries.ts';
import styles from './tokens.module.css';

interface TokenRowProps {
  token: ApiToken;
  /** Whether it is said whose token it is. */
  named: boolean;
  children: ReactNode;
}

/** One token: what it is for, what it may, until when, and when it was last used. */
export function TokenRow({ token, named, children }: TokenRowProps) {
  const { t } = useTranslation('tokens');
  const formats = useFormats();
  const now = useNow();
  const { name, hint, scopes, person, expiresAt, expired, lastUsedAt, lastUsedFrom } = token;
  const facts = [
    ...(named ? [t('by', { name: person.name })] : []),
    t(expired ? 'expired' : 'until', { date: formats.date(expiresAt) }),
    lastUsedAt === null
      ? t('neverUsed')
      : t('used', { when: formats.relative(lastUsedAt, now), address: lastUsedFrom ?? '' }),
  ];
  return (
    <li className={styles['row']} data-expired={expired || undefined}>
      <div className={styles['what']}>
        <Text fw={500} dir="auto">
          {name}
          <span className={styles['hint']}>{hint}</span>
        </Text>
        <div>{scopes.map((scope) => t(`scope.${wordOf(scope)}.label`)).join(' · ')}</div>
        <div className={styles['facts']}>{facts.join(' · ')}</div>
      </div>
      {children}
    </li>
  );
}
