import { Button } from '@mantine/core';
import { IconFilterOff, IconInbox, IconPlus } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../api/me.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { RequestList } from '../requests/request-list.tsx';
import { HistoryFilters } from './history-filters.tsx';
import { historyQuery, isFiltered } from './history-search.ts';
import styles from './portal.module.css';

/** Every request the reader may see, with filters. */
export function HistoryPage() {
  const { t } = useTranslation(['portal', 'common', 'requests']);
  const me = useSignedIn();
  const search = useSearch({ from: '/account/requests' });
  const filtered = isFiltered(search);
  return (
    <Page title={t('history.title')} action={<NewRequestButton />}>
      <HistoryFilters search={search} />
      <div className={styles['card']}>
        <RequestList
          query={historyQuery(search, me)}
          place="/requests/$requestId"
          view="member"
          empty={
            filtered ? (
              <EmptyState
                icon={IconFilterOff}
                title={t('history.empty')}
                text={t(search.q === undefined ? 'history.emptyText' : 'requests:search.nothingText')}
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
