import { type ArticleRecord, INTERFACE_LANGUAGES, type InterfaceLanguage } from '@companyaccount/contract';
import { Anchor, SegmentedControl } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '../../ui/languages.ts';
import { Page } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { TextSkeleton } from '../../ui/states/skeletons.tsx';
import { ArticleSettings } from './article-settings.tsx';
import { CommentsPanel } from './comments-panel.tsx';
import { articleRecordQuery } from './help-queries.ts';
import styles from './help.module.css';
import { StateBadge } from './state-badge.tsx';
import { TextForm } from './text-form.tsx';
import { useLanguage } from './use-language.ts';
import { VersionsPanel } from './versions-panel.tsx';

/** One article as staff see it: its texts, who may read it, its versions and what readers say. */
export function EditArticlePage() {
  const { t } = useTranslation('help');
  const { articleId } = useParams({ from: '/account/desk/articles/$articleId' });
  const { data: record, error, refetch } = useQuery(articleRecordQuery(articleId));
  const own = useLanguage();
  const title = record === undefined ? t('list.title') : titleOf(record, own);
  return (
    <Page title={title} section={t('list.title')}>
      <div className={styles['top']}>
        <Anchor component={Link} to="/desk/articles" className={styles['back'] ?? ''}>
          <IconArrowLeft size={16} aria-hidden /> {t('list.title')}
        </Anchor>
      </div>
      {record === undefined ? (
        error === null ? (
          <TextSkeleton lines={10} />
        ) : (
          <ErrorState error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <Loaded key={record.id} record={record} own={own} />
      )}
    </Page>
  );
}

const titleOf = ({ texts }: ArticleRecord, own: InterfaceLanguage): string =>
  (texts.find(({ language }) => language === own) ?? texts[0])?.last.title ?? '';

function Loaded({ record, own }: { record: ArticleRecord; own: InterfaceLanguage }) {
  const { t, i18n } = useTranslation('help');
  const written = record.texts.map(({ language }) => language);
  const [language, setLanguage] = useState(written.includes(own) ? own : (written[0] ?? own));
  const text = record.texts.find((one) => one.language === language);
  const choices = INTERFACE_LANGUAGES.map((value) => {
    const name = languageName(value, i18n.language);
    return { value, label: written.includes(value) ? name : t('write.notYet', { language: name }) };
  });
  return (
    <div className={styles['columns']}>
      <div className={styles['main']}>
        <div>
          <div className={styles['under']}>
            <SegmentedControl
              size="xs"
              aria-label={t('write.language')}
              data={choices}
              value={language}
              onChange={(value) => setLanguage(INTERFACE_LANGUAGES.find((one) => one === value) ?? language)}
            />
            {text?.published != null && <StateBadge state="published" />}
            {text?.draft != null && <StateBadge state="draft" />}
            {text !== undefined && text.draft === null && text.published === null && <StateBadge state="withdrawn" />}
          </div>
          <TextForm key={`${language} ${text?.last.id ?? ''}`} record={record} language={language} text={text} />
        </div>
        {text !== undefined && <VersionsPanel key={language} articleId={record.id} language={language} />}
        <CommentsPanel record={record} />
      </div>
      <aside aria-label={t('settings.title')}>
        <ArticleSettings record={record} />
      </aside>
    </div>
  );
}
