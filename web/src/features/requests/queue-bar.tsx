import { type Desk, queueLookedInto, QUEUES } from '@companyaccount/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { ColumnsMenu } from './columns-menu.tsx';
import { countWord } from './count-word.ts';
import { FilterBar } from './filters/filter-bar.tsx';
import { ListTools } from './list-tools.tsx';
import { nextOf, queueQuery, type QueueSearch, sortOf } from './queue-search.ts';
import { queuesQuery } from './request-queries.ts';
import { TakeNextButton } from './take-next-button.tsx';
import { ViewTabs } from './views/view-tabs.tsx';
import { ViewTools } from './views/view-tools.tsx';
import styles from './workplace.module.css';

interface QueueBarProps {
  desk: Desk;
  place: '/desk' | '/lab';
  search: QueueSearch;
  /** Whether the reader works on the desk. */
  works: boolean;
}

/** The queues of a desk with their counters, and the filters of the list under them. */
export function QueueBar({ desk, place, search, works }: QueueBarProps) {
  const { t } = useTranslation('requests');
  const answer = useQuery(queuesQuery(desk)).data;
  const counts = new Map(answer?.map(({ id, count }) => [id, count]));
  const counted = answer !== undefined;
  const current = search.view === undefined ? queueLookedInto(search) : null;
  const me = useSignedIn();
  const navigate = useNavigate();
  const next = works ? nextOf(desk, search, me.id) : null;
  const queues = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the queues scroll sideways, and the open one may stand outside.
    queues.current?.querySelector('[data-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [current, search.view, counted]);
  return (
    <div className={styles['bar']}>
      <nav ref={queues} aria-label={t('queues')} className={styles['queues']}>
        {QUEUES.map((queue) => (
          <Link
            key={queue}
            to={place}
            search={{ queue }}
            // Otherwise the router marks every queue of the page as the current one.
            activeOptions={{ exact: true }}
            className={styles['queue']}
            aria-current={queue === current ? 'page' : undefined}
            data-current={queue === current || undefined}
          >
            {t(`queue.${queue}`)}
            <span className={`${styles['count']} figures`}>{countWord(counts.get(queue))}</span>
          </Link>
        ))}
        <ViewTabs list={desk} place={place} current={search.view} />
      </nav>
      <div className={styles['filters']}>
        <FilterBar
          of={{ view: 'desk', desk }}
          filters={search}
          tools={
            <>
              {next !== null && <TakeNextButton next={next} search={search} />}
              <ColumnsMenu
                columns={search.columns}
                onChange={(columns) => void navigate({ to: place, search: { ...search, columns }, replace: true })}
              />
              <ViewTools
                list={desk}
                search={search}
                onOpen={(view) => void navigate({ to: place, search: { ...search, view }, replace: true })}
              />
              <ListTools query={queueQuery(desk, search, me.id)} />
            </>
          }
          firstSort={sortOf({ ...search, sort: undefined })}
          onChange={(filters) =>
            void navigate({ to: place, search: { queue: search.queue, ...filters }, replace: true })
          }
        />
      </div>
    </div>
  );
}
