import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { sampleRequestsQuery } from './lab-queries.ts';
import styles from './sample.module.css';

/** The requests in which a sample was sent, itself or within another. */
export function SampleRequests({ sha256 }: { sha256: string }) {
  const { t } = useTranslation('lab');
  const formats = useFormats();
  const query = useInfiniteQuery(sampleRequestsQuery(sha256));
  const requests = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <section>
      <h2 className={styles['heading']}>{t('requests.title')}</h2>
      <p className={styles['help']}>{t('requests.help')}</p>
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && requests.length === 0 && <p className={styles['calm']}>{t('requests.none')}</p>}
      {requests.length > 0 && (
        <ul className={styles['frame']}>
          {requests.map(({ id, number, subject, company, createdAt }) => (
            <li key={id}>
              <Link to="/lab/$requestId" params={{ requestId: id }} className={styles['row']}>
                <span className={styles['name']}>
                  <span className="figures">{number}</span> <bdi title={subject}>{subject}</bdi>
                </span>
                <bdi className={styles['fact']}>{company ?? t('requests.outside')}</bdi>
                <span className={styles['fact']}>{formats.date(createdAt)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button variant="subtle" mt="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('requests.more')}
        </Button>
      )}
    </section>
  );
}
