import { ARTICLE_AUDIENCES, type ArticleRow } from '@companyaccount/contract';
import { Button, Checkbox, TextInput } from '@mantine/core';
import { IconBook2, IconCalendarDue, IconFilterOff, IconPlus, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/badge.tsx';
import { languageName } from '../../ui/languages.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { useNow } from '../../ui/time/use-now.ts';
import { FilterSelect } from '../requests/filter-select.tsx';
import { ARTICLE_FILTERS, articlesQuery } from './help-queries.ts';
import styles from './help.module.css';
import { StateBadge } from './state-badge.tsx';
import { useLanguage } from './use-language.ts';

/** All articles of the help centre, those changed last first. */
export function ArticlesPage() {
  const { t } = useTranslation('help');
  const search = useSearch({ from: '/account/desk/articles' });
  const navigate = useNavigate();
  const query = useInfiniteQuery(articlesQuery(search, useLanguage()));
  const filter = (part: Partial<typeof search>) =>
    void navigate({ to: '/desk/articles', search: { ...search, ...part }, replace: true });
  const filtered = Object.keys(search).length > 0;
  const add = (
    <Button component={Link} to="/desk/articles/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('list.new')}
    </Button>
  );
  return (
    <Page title={t('list.title')} action={add}>
      <div className={styles['filters']}>
        <SearchField key={search.q ?? ''} value={search.q ?? ''} onSearch={(q) => filter({ q })} />
        <FilterSelect
          label={t('list.state')}
          any={t('any')}
          options={ARTICLE_FILTERS.map((value) => ({ value, label: t(`list.states.${value}`) }))}
          value={search.state}
          onChange={(state) => filter({ state })}
        />
        <FilterSelect
          label={t('audience.label')}
          any={t('any')}
          options={ARTICLE_AUDIENCES.map((value) => ({ value, label: t(`audience.${value}`) }))}
          value={search.audience}
          onChange={(audience) => filter({ audience })}
        />
        <Checkbox
          size="xs"
          label={t('list.due')}
          checked={search.due === true}
          onChange={(event) => filter({ due: event.currentTarget.checked ? true : undefined })}
        />
      </div>
      <div className={styles['card']}>
        <Pages
          query={query}
          skeleton={6}
          framed
          empty={
            <EmptyState
              icon={filtered ? IconFilterOff : IconBook2}
              title={filtered ? t('nothing') : t('list.empty')}
              text={filtered ? t('list.nothingText') : t('list.emptyText')}
            />
          }
        >
          {(articles) => (
            <ul className={styles['rows']} aria-label={t('list.title')}>
              {articles.map((article) => (
                <Row key={article.id} article={article} />
              ))}
            </ul>
          )}
        </Pages>
      </div>
    </Page>
  );
}

function Row({ article }: { article: ArticleRow }) {
  const { id, title, audience, product, texts, reviewOn, helpful, unhelpful, updatedAt } = article;
  const { t, i18n } = useTranslation('help');
  const formats = useFormats();
  const today = new Date(useNow()).toISOString().slice(0, 10);
  const isDue = reviewOn !== null && reviewOn <= today && texts.some(({ published }) => published);
  const facts = [
    t(`audience.${audience}`),
    ...(product === null ? [] : [product.name]),
    ...(helpful + unhelpful === 0 ? [] : [t('list.helped', { helpful, all: helpful + unhelpful })]),
    t('list.changed', { when: formats.exact(updatedAt) }),
  ];
  return (
    <li>
      <Link to="/desk/articles/$articleId" params={{ articleId: id }} className={styles['row']}>
        <span className={styles['what']}>
          <strong dir="auto">{title}</strong>
          <span className={styles['facts']}>{facts.join(' · ')}</span>
        </span>
        <span className={styles['signs']}>
          {isDue && <Badge icon={IconCalendarDue} tone="warn" word={t('list.isDue')} />}
          {texts.map(({ language, published, draft }) => (
            <StateBadge
              key={language}
              state={published ? 'published' : draft ? 'draft' : 'withdrawn'}
              prefix={languageName(language, i18n.language)}
            />
          ))}
        </span>
      </Link>
    </li>
  );
}

function SearchField({ value, onSearch }: { value: string; onSearch: (q: string | undefined) => void }) {
  const { t } = useTranslation('help');
  const [text, setText] = useState(value);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSearch(text.trim() || undefined);
  };
  return (
    <form role="search" onSubmit={submit} className={styles['search']}>
      <TextInput
        type="search"
        size="xs"
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        leftSection={<IconSearch size={14} aria-hidden />}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}
