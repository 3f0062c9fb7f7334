import { COUNT_MAX, type Desk, KINDS_OF_DESK, QUEUES, REQUEST_SORTS, SEVERITIES } from '@companyaccount/contract';
import { IconArrowsSort } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterSelect } from './filter-select.tsx';
import { FIRST_QUEUE, firstSort, type QueueSearch } from './queue-search.ts';
import { queuesQuery } from './request-queries.ts';
import { SearchField } from './search-field.tsx';
import styles from './workplace.module.css';

interface QueueBarProps {
  desk: Desk;
  place: '/desk' | '/lab';
  search: QueueSearch;
}

/** The queues of a desk with their counters, and the filters of the list under them. */
export function QueueBar({ desk, place, search }: QueueBarProps) {
  const { t } = useTranslation('requests');
  const answer = useQuery(queuesQuery(desk)).data;
  const counts = new Map(answer?.map(({ id, count }) => [id, count]));
  const counted = answer !== undefined;
  // Whoever searches looks through all queues.
  const current = search.q === undefined ? (search.queue ?? FIRST_QUEUE) : null;
  const navigate = useNavigate();
  const queues = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the queues scroll sideways, and the open one may stand outside.
    queues.current?.querySelector('[data-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [current, counted]);
  const change = (part: QueueSearch): void => {
    void navigate({ to: place, search: { ...search, ...part }, replace: true });
  };
  return (
    <div className={styles['bar']}>
      <nav ref={queues} aria-label={t('queues')} className={styles['queues']}>
        {QUEUES.map((queue) => (
          <Link
            key={queue}
            to={place}
            search={{ queue }}
            activeOptions={{ includeSearch: false }}
            className={styles['queue']}
            aria-current={queue === current ? 'page' : undefined}
            data-current={queue === current || undefined}
          >
            {t(`queue.${queue}`)}
            <span className={`${styles['count']} figures`}>{countWord(counts.get(queue))}</span>
          </Link>
        ))}
      </nav>
      <div className={styles['filters']} role="group" aria-label={t('filter.label')}>
        <SearchField value={search.q} onChange={(q) => change({ q })} />
        <FilterSelect
          label={t('filter.kind')}
          any={t('filter.any')}
          options={KINDS_OF_DESK[desk].map((value) => ({ value, label: t(`kind.${value}`) }))}
          value={search.kind}
          onChange={(kind) => change({ kind })}
        />
        <FilterSelect
          label={t('filter.severity')}
          any={t('filter.any')}
          options={SEVERITIES.map((value) => ({ value: `${value}` as const, label: t(`severity.${value}`) }))}
          value={search.severity === undefined ? undefined : `${search.severity}`}
          onChange={(value) => change({ severity: SEVERITIES.find((one) => `${one}` === value) })}
        />
        <FilterSelect
          label={t('sort.label')}
          icon={<IconArrowsSort size={14} aria-hidden />}
          options={REQUEST_SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
          value={search.sort ?? (current === null ? '-updated' : firstSort(current))}
          onChange={(sort) => change({ sort })}
        />
      </div>
    </div>
  );
}

/** Beyond the bound nothing is counted, so the number says no more than that it is large. */
const countWord = (count: number | undefined): string =>
  count === undefined ? '' : count >= COUNT_MAX ? `${COUNT_MAX - 1}+` : String(count);
