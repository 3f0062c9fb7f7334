import { Anchor, Popover } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '../../../ui/languages.ts';
import styles from './canned.module.css';
import type { Canned } from './use-canned.ts';

interface CannedListProps {
  id: string;
  canned: Canned;
  /** Of the request; texts in another one say so. */
  language: string;
  /** The field that the list stands over. */
  children: ReactNode;
}

/** The id of a choice, for the field that has the focus meanwhile. */
export const choiceId = (list: string, at: number): string => `${list}-${at}`;

/** The canned answers that fit what follows the slash, over the field in which it was written. */
export function CannedList({ id, canned, language, children }: CannedListProps) {
  const { t, i18n } = useTranslation('canned');
  const { open, loading, matches, active, insert, close } = canned;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <Popover
      opened={open}
      onChange={(opened) => !opened && close()}
      position="top-start"
      width="target"
      shadow="md"
      withRoles={false}
      closeOnEscape={false}
      trapFocus={false}
    >
      <Popover.Target>
        <div>{children}</div>
      </Popover.Target>
      <Popover.Dropdown className={styles['list'] ?? ''}>
        {matches.length > 0 && (
          <ul ref={list} id={id} role="listbox" aria-label={t('choose')} className={styles['choices']}>
            {matches.map((match, at) => (
              <li
                key={match.id}
                id={choiceId(id, at)}
                role="option"
                aria-selected={at === active}
                className={styles['choice']}
                // The text keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => insert(match)}
              >
                <span className={styles['name']}>
                  <strong dir="auto">{match.name}</strong>
                  {match.language !== language && (
                    <span className={styles['language']}>{languageName(match.language, i18n.language)}</span>
                  )}
                </span>
                <span className={styles['text']} dir="auto">
                  {match.text}
                </span>
              </li>
            ))}
          </ul>
        )}
        {matches.length === 0 && !loading && <p className={styles['none']}>{t('none')}</p>}
        <p className={styles['foot']}>
          <span>{t('keys')}</span>
          <Anchor component={Link} to="/canned-answers" size="xs">
            {t('manage')}
          </Anchor>
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}
