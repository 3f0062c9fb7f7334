import { Button } from '@mantine/core';
import { IconFilterOff, IconInbox, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { FilterBar } from '../requests/filters/filter-bar.tsx';
import { filterQuery, isFiltered } from '../requests/filters/request-filters.ts';
import { ListTools } from '../requests/list-tools.tsx';
import { RequestList } from '../requests/request-list.tsx';
import { HistoryViews } from '../requests/views/history-views.tsx';
import { ViewTools } from '../requests/views/view-tools.tsx';
import styles from './portal.module.css';

const FIRST_SORT = '-created';

/** Every request the reader may see, with filters. */
export function HistoryPage() {
  const { t } = useTranslation(['portal', 'common', 'requests']);
  const me = useSignedIn();
  const search = useSearch({ from: '/account/requests' });
  const filtered = isFiltered(search);
  const query = { ...filterQuery(search, me.id), sort: search.sort ?? FIRST_SORT };
  const navigate = useNavigate();
  return (
    <Page title={t('history.title')} action={<NewRequestButton />}>
      <HistoryViews current={search.view} />
      <div className={styles['filters']}>
        <FilterBar
          of={{ view: 'member' }}
          filters={search}
          firstSort={FIRST_SORT}
          onChange={(filters) => void navigate({ to: '/requests', search: filters, replace: true })}
          tools={
            <>
              <ViewTools
                list="history"
                search={search}
                onOpen={(view) => void navigate({ to: '/requests', search: { ...search, view }, replace: true })}
              />
              <ListTools query={query} />
            </>
          }
        />
      </div>
      <div className={styles['card']}>
        <RequestList
          query={query}
          place="/requests/$requestId"
          view="member"
          empty={
            filtered ? (
              <EmptyState
                icon={IconFilterOff}
                title={t('requests:search.nothing')}
                text={t(search.q === undefined ? 'requests:filter.nothingText' : 'requests:search.nothingText')}
              >
                <Button component={Link} to="/requests" variant="default">
                  {t('requests:filter.clear')}
                </Button>
              </EmptyState>
            ) : (
              <EmptyState icon={IconInbox} title={t('history.first')} text={t('history.firstText')}>
                <NewRequestButton />
              </EmptyState>
            )
          }
        />
      </div>
    </Page>
  );
}

/** The way to the form, the primary action of the portal's pages. */
export function NewRequestButton() {
  const { t } = useTranslation('common');
  return (
    <Button component={Link} to="/requests/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t('nav.newRequest')}
    </Button>
  );
}
