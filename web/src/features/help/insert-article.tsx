import type { ArticleSummary } from '@companyaccount/contract';
import { ActionIcon, Popover, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBook2, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '../../ui/languages.ts';
import { findArticlesQuery } from './help-queries.ts';
import styles from './help.module.css';
import { useLanguage } from './use-language.ts';

interface InsertArticleProps {
  /** Whether a customer reads it: then only what customers may read is offered. */
  forCustomer: boolean;
  disabled: boolean;
  /** What is to be answered. */
  about: string;
  /** Gets a link in Markdown. */
  onInsert: (link: string) => void;
}

/** A link to an article, as Markdown; the title can hold nothing that would end its name. */
const linkTo = ({ title, slug }: ArticleSummary): string =>
  `[${title.replaceAll(/[[\]\\]/gu, ' ')}](${window.location.origin}/help/${slug})`;

/** Finds an article and puts a link to it into the answer. */
export function InsertArticle({ forCustomer, disabled, about, onInsert }: InsertArticleProps) {
  const { t } = useTranslation('help');
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" width={360} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          size={32}
          disabled={disabled}
          aria-label={t('insert.label')}
          title={t('insert.label')}
          onClick={() => setOpen(!open)}
        >
          <IconBook2 size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Found
          forCustomer={forCustomer}
          about={about}
          onChoose={(article) => {
            setOpen(false);
            onInsert(linkTo(article));
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface FoundProps {
  forCustomer: boolean;
  about: string;
  onChoose: (article: ArticleSummary) => void;
}

function Found({ forCustomer, about, onChoose }: FoundProps) {
  const { t, i18n } = useTranslation('help');
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 250);
  const { data, error } = useQuery(findArticlesQuery(asked.trim(), useLanguage(), forCustomer, about));
  return (
    <>
      <TextInput
        type="search"
        size="sm"
        data-autofocus
        aria-label={t('search')}
        placeholder={t('search')}
        maxLength={200}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ul className={`${styles['rows']} ${styles['found']}`} aria-label={t('articles')}>
        {data?.map((article) => (
          <li key={article.id}>
            <button type="button" className={styles['choice']} onClick={() => onChoose(article)}>
              <span dir="auto" lang={article.language}>
                {article.title}
              </span>
              <span className={styles['facts']}>
                {[
                  t(`audience.${article.audience}`),
                  ...(article.language === i18n.language ? [] : [languageName(article.language, i18n.language)]),
                ].join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {(data?.length === 0 || error !== null) && <p className={styles['help']}>{t('nothing')}</p>}
    </>
  );
}
