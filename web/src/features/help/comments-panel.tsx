import type { ArticleRecord } from '@companyaccount/contract';
import { IconMessage2, IconThumbDown, IconThumbUp } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { languageName } from '../../ui/languages.ts';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { commentsQuery } from './help-queries.ts';
import styles from './help.module.css';

/** What readers have said about an article. */
export function CommentsPanel({ record: { id, helpful, unhelpful } }: { record: ArticleRecord }) {
  const { t, i18n } = useTranslation('help');
  const formats = useFormats();
  const query = useInfiniteQuery(commentsQuery(id));
  const all = helpful + unhelpful;
  return (
    <section>
      <h2 className={styles['heading']}>{t('comments.title')}</h2>
      {all > 0 && <p className={styles['help']}>{t('list.helped', { helpful, all })}</p>}
      <div className={styles['card']}>
        <Pages
          query={query}
          skeleton={2}
          framed
          empty={<EmptyState icon={IconMessage2} title={t('comments.empty')} text={t('comments.emptyText')} />}
        >
          {(comments) => (
            <ul className={styles['rows']} aria-label={t('comments.title')}>
              {comments.map(({ id: commentId, helpful: isGood, comment, language, from, createdAt }) => {
                const Sign = isGood ? IconThumbUp : IconThumbDown;
                return (
                  <li key={commentId} className={styles['entry']}>
                    <p className={styles['words']} dir="auto">
                      {comment}
                    </p>
                    <span className={styles['facts']}>
                      <Sign size={14} aria-hidden />{' '}
                      {[
                        isGood ? t('comments.good') : t('comments.bad'),
                        t(`comments.from.${from}`),
                        languageName(language, i18n.language),
                        formats.exact(createdAt),
                      ].join(' · ')}
                    </span>
                  </li>
                );
              })}
            </ul>
          )}
        </Pages>
      </div>
    </section>
  );
}
