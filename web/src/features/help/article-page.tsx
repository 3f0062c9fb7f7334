import type { Article } from '@companyaccount/contract';
import { ApiError } from '@companyaccount/contract';
import { Alert, Anchor, Button, Group, Title } from '@mantine/core';
import { IconArrowLeft, IconBook2, IconLanguage, IconLock, IconPencil, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { may, useMe } from '../../api/me.ts';
import { Badge } from '../../ui/badge.tsx';
import { languageName } from '../../ui/languages.ts';
import { usePageTitle } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { Markdown } from '../requests/markdown.tsx';
import { FeedbackBox } from './feedback-box.tsx';
import { articleQuery } from './help-queries.ts';
import styles from './help.module.css';
import { useLanguage } from './use-language.ts';

/** One article of the help centre. */
export function ArticlePage() {
  const { t } = useTranslation('help');
  const { slug } = useParams({ from: '/public/help/$slug' });
  const { data: article, error, refetch } = useQuery(articleQuery(slug, useLanguage()));
  const missing = error instanceof ApiError && error.status < 500 && error.code !== 'too_many_requests';
  return (
    <div className={styles['reading']}>
      <div className={styles['top']}>
        <Anchor component={Link} to="/help" className={styles['back'] ?? ''}>
          <IconArrowLeft size={16} aria-hidden /> {t('title')}
        </Anchor>
        {article !== undefined && !missing && <Tools article={article} />}
      </div>
      {/* Also where it was there before: an article may be withdrawn while it is read. */}
      {missing ? (
        <Missing />
      ) : article !== undefined ? (
        <Loaded key={article.id} article={article} />
      ) : error === null ? (
        <TextSkeleton lines={10} />
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </div>
  );
}

function Missing() {
  const { t } = useTranslation('help');
  const me = useMe();
  usePageTitle(t('missing'));
  return (
    <EmptyState icon={IconBook2} level={1} title={t('missing')} text={me ? t('missingText') : t('missingSignedOut')}>
      <Button variant="default" component={Link} to="/help">
        {t('toAll')}
      </Button>
    </EmptyState>
  );
}

function Tools({ article }: { article: Article }) {
  const { t } = useTranslation('help');
  const me = useMe();
  return (
    <Group gap={4}>
      {me && may(me, 'staff') && (
        <Button
          size="compact-sm"
          variant="subtle"
          renderRoot={(props) => <Link {...props} to="/desk/articles/$articleId" params={{ articleId: article.id }} />}
          leftSection={<IconPencil size={16} aria-hidden />}
        >
          {t('edit')}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconPrinter size={16} aria-hidden />}
        onClick={() => window.print()}
      >
        {t('print')}
      </Button>
    </Group>
  );
}

function Loaded({ article }: { article: Article }) {
  const { t, i18n } = useTranslation('help');
  const formats = useFormats();
  const { title, summary, text, language, audience, product, publishedAt } = article;
  usePageTitle(`${title} · ${t('title')}`);
  const facts = [...(product === null ? [] : [product.name]), t('updated', { date: formats.date(publishedAt) })];
  return (
    <>
      {language !== i18n.language && (
        <Alert icon={<IconLanguage size={18} aria-hidden />} mb="md" py={10}>
          {t('fallback', {
            asked: languageName(i18n.language, i18n.language),
            shown: languageName(language, i18n.language),
          })}
        </Alert>
      )}
      <article lang={language}>
        <Title order={1} dir="auto" className={styles['title'] ?? ''}>
          {title}
        </Title>
        <div className={styles['under']} lang={i18n.language}>
          <span className={styles['facts']}>{facts.join(' · ')}</span>
          {audience !== 'public' && <Badge icon={IconLock} tone="neutral" plain word={t(`audience.${audience}`)} />}
        </div>
        {summary !== '' && (
          <p className={styles['intro']} dir="auto">
            {summary}
          </p>
        )}
        <Markdown text={text} article />
      </article>
      <FeedbackBox slug={article.slug} language={language} />
    </>
  );
}
