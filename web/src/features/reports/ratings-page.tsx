import { type GivenRating, RATING_LISTS } from '@companyaccount/contract';
import { Button, SegmentedControl } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { Pages } from '../../ui/states/pages.tsx';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { RATING_SIGNS } from '../requests/rating-sign.ts';
import { PLACE_OF_DESK } from '../requests/request-link.ts';
import { SettleDialog } from '../requests/settle-dialog.tsx';
import { Frame } from './frame.tsx';
import { ratingsQuery } from './report-queries.ts';
import styles from './ratings.module.css';

const route = getRouteApi('/account/reports/ratings');

/** What customers say of how their requests were resolved; the bad words that nobody has seen to come first. */
export function RatingsPage() {
  const { t } = useTranslation(['reports', 'requests']);
  const { list = 'unsettled' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(ratingsQuery(list));
  const [settling, setSettling] = useState<string>();
  return (
    <Frame current="/reports/ratings">
      <SegmentedControl
        mb="sm"
        aria-label={t('ratings.list')}
        value={list}
        data={RATING_LISTS.map((value) => ({ value, label: t(`ratings.${value}`) }))}
        onChange={(value) => {
          const chosen = RATING_LISTS.find((one) => one === value);
          void navigate({ search: chosen === undefined || chosen === 'unsettled' ? {} : { list: chosen } });
        }}
      />
      <div className={styles['card']}>
        <Pages
          query={query}
          skeleton={5}
          framed
          empty={
            <EmptyState icon={IconMoodSmile} title={t(`ratings.empty.${list}`)} text={t(`ratings.emptyText.${list}`)} />
          }
        >
          {(ratings) => (
            <ul className={styles['rows']} aria-label={t('sections.ratings')}>
              {ratings.map((rating) => (
                <Row
                  key={`${rating.request.id} ${rating.updatedAt}`}
                  rating={rating}
                  onSettle={() => setSettling(rating.request.id)}
                />
              ))}
            </ul>
          )}
        </Pages>
      </div>
      {settling !== undefined && <SettleDialog requestId={settling} onClose={() => setSettling(undefined)} />}
    </Frame>
  );
}

function Row({ rating, onSettle }: { rating: GivenRating; onSettle: () => void }) {
  const { request, company, author, owner, value, comment, updatedAt, unsettled, settled } = rating;
  const { t } = useTranslation(['reports', 'requests']);
  const formats = useFormats();
  const facts = [company.name, author.name, ...(owner === null ? [] : [t('ratings.owner', { name: owner.name })])];
  return (
    <li className={styles['row']}>
      <span className={styles['sign']}>
        <Badge {...RATING_SIGNS[value]} word={t(`requests:rating.${value}`)} />
      </span>
      <div className={styles['what']}>
        <Link to={PLACE_OF_DESK[request.desk]} params={{ requestId: request.id }} className={styles['subject']}>
          <span dir="auto">{request.subject}</span>{' '}
          <span className={`${styles['number']} figures`}>{request.number}</span>
        </Link>
        {comment !== null && (
          <p className={styles['comment']} dir="auto">
            {comment}
          </p>
        )}
        <p className={styles['facts']}>{facts.join(' · ')}</p>
        {settled !== null && !unsettled && (
          <p className={styles['facts']}>
            {t('ratings.settledBy', { name: settled.by.name, when: formats.date(settled.at) })}
            {settled.note !== null && (
              <>
                {': '}
                <span dir="auto">{settled.note}</span>
              </>
            )}
          </p>
        )}
      </div>
      <span className={styles['when']}>
        <RelativeTime time={updatedAt} />
      </span>
      {unsettled && (
        <Button size="compact-sm" variant="default" onClick={onSettle}>
          {t('requests:settling.open')}
        </Button>
      )}
    </li>
  );
}
