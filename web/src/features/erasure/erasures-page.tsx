import type { Erasure } from '@companyaccount/contract';
import { Anchor, Progress } from '@mantine/core';
import { IconArrowLeft, IconEraser } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import styles from './erasure.module.css';
import { FindPerson } from './find-person.tsx';

/** Erasures, page after page. */
const erasuresQuery = infiniteQueryOptions({
  queryKey: keys.erasures,
  queryFn: ({ pageParam, signal }) =>
    api.listErasures({ query: pageParam === null ? {} : { 'page[after]': pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: nextPage,
});

/** Erases the personal data of somebody, and shows what became of it. */
export function ErasuresPage() {
  const { t } = useTranslation('erasure');
  const query = useInfiniteQuery(erasuresQuery);
  return (
    <Page title={t('title')} width="reading">
      <Anchor component={Link} to="/admin/companies" className={styles['back'] ?? ''}>
        <IconArrowLeft size={16} aria-hidden /> {t('back')}
      </Anchor>
      <p className={styles['lead']}>{t('lead')}</p>
      <FindPerson />
      <h2 className={styles['heading']}>{t('list')}</h2>
      <div className={styles['card']}>
        <Pages
          query={query}
          skeleton={2}
          framed
          empty={<EmptyState icon={IconEraser} title={t('empty')} text={t('emptyText')} />}
        >
          {(erasures) => (
            <ul className={styles['rows']} aria-label={t('list')}>
              {erasures.map((erasure) => (
                <Row key={erasure.id} erasure={erasure} />
              ))}
            </ul>
          )}
        </Pages>
      </div>
    </Page>
  );
}

function Row({ erasure: { personId, askedBy, done, total, createdAt, finishedAt } }: { erasure: Erasure }) {
  const { t } = useTranslation('erasure');
  const formats = useFormats();
  return (
    <li className={styles['row']}>
      <code className={styles['id']}>{personId}</code>
      <span className={styles['facts']}>
        {[
          t('begunBy', { name: askedBy.name, when: formats.exact(createdAt) }),
          ...(finishedAt === null ? [] : [t('finished', { when: formats.exact(finishedAt) })]),
        ].join(' · ')}
      </span>
      {finishedAt === null && (
        <Progress value={(100 * done) / total} aria-label={t('progress', { done, total })} mt={4} />
      )}
    </li>
  );
}
