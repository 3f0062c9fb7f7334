import type { ArticleSummary } from '@companyaccount/contract';
import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconBook2, IconLock, IconSearch, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { vendorQuery } from '../../api/me.ts';
import { Badge } from '../../ui/badge.tsx';
import { languageName } from '../../ui/languages.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { FilterSelect } from '../requests/filter-select.tsx';
import { productsQuery } from '../requests/request-queries.ts';
import { helpQuery } from './help-queries.ts';
import styles from './help.module.css';
import { useLanguage } from './use-language.ts';

const PAUSE_MS = 300;

/** What can be read without asking anybody: a search over all articles that the reader may read. */
export function HelpPage() {
  const { t } = useTranslation('help');
  const search = useSearch({ from: '/public/help' });
  const navigate = useNavigate();
  const language = useLanguage();
  const { data: vendor } = useQuery(vendorQuery);
  const products = useQuery(productsQuery).data ?? [];
  const query = useInfiniteQuery(helpQuery(search, language));
  const filtered = search.q !== undefined || search.product !== undefined;
  return (
    <div className={styles['public']}>
      <Page title={t('title')} width="reading" {...(search.q === undefined ? {} : { section: search.q })}>
        <p className={styles['lead']}>{t('lead', { vendor: vendor?.name ?? '' })}</p>
        <div className={styles['filters']} role="search">
          <SearchField
            value={search.q ?? ''}
            onChange={(q) => void navigate({ to: '/help', search: { ...search, q: q || undefined }, replace: true })}
          />
          <FilterSelect
            label={t('product')}
            any={t('any')}
            options={products.map(({ id, name }) => ({ value: id, label: name }))}
            value={search.product}
            onChange={(product) => void navigate({ to: '/help', search: { ...search, product }, replace: true })}
          />
        </div>
        <div className={styles['card']}>
          <Pages
            query={query}
            skeleton={5}
            framed
            empty={
              <EmptyState
                icon={filtered ? IconSearchOff : IconBook2}
                title={filtered ? t('nothing') : t('empty')}
                text={filtered ? t('nothingText') : t('emptyText')}
              />
            }
          >
            {(articles) => (
              <ul className={styles['rows']} aria-label={t('articles')}>
                {articles.map((article) => (
                  <Row key={article.id} article={article} />
                ))}
              </ul>
            )}
          </Pages>
        </div>
      </Page>
    </div>
  );
}

function Row({ article: { slug, title, summary, language, audience, product } }: { article: ArticleSummary }) {
  const { t, i18n } = useTranslation('help');
  const facts = [
    ...(product === null ? [] : [product.name]),
    ...(language === i18n.language ? [] : [t('onlyIn', { language: languageName(language, i18n.language) })]),
  ];
  return (
    <li>
      <Link to="/help/$slug" params={{ slug }} className={styles['row']}>
        <span className={styles['what']} lang={language}>
          <strong dir="auto">{title}</strong>
          {summary !== '' && (
            <span className={styles['summary']} dir="auto">
              {summary}
            </span>
          )}
          {facts.length > 0 && (
            <span className={styles['facts']} lang={i18n.language}>
              {facts.join(' · ')}
            </span>
          )}
        </span>
        {audience !== 'public' && <Badge icon={IconLock} tone="neutral" plain word={t(`audience.${audience}`)} />}
      </Link>
    </li>
  );
}

function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('help');
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  const ask = useDebouncedCallback((text: string) => {
    asked.current = text.trim();
    onChange(asked.current);
  }, PAUSE_MS);
  useEffect(() => {
    // Back, or a link: the address bar changed by itself.
    if (value !== asked.current) setTyped((asked.current = value));
  }, [value]);
  const change = (text: string): void => {
    setTyped(text);
    ask(text);
  };
  return (
    <TextInput
      type="search"
      size="xs"
      className={styles['search'] ?? ''}
      aria-label={t('search')}
      placeholder={t('search')}
      maxLength={200}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed === '' ? null : <CloseButton size="sm" aria-label={t('clear')} onClick={() => change('')} />}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
