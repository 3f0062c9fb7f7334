import type { DraftSummary } from '@companyaccount/contract';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { draftsQuery } from '../../api/drafts.ts';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import styles from './draft-list.module.css';

const SHOWN = 5;

const isListed = ({ key, excerpt, request }: DraftSummary): boolean =>
  request !== null || (key === 'request:new' && excerpt !== '');

/** What a member has begun to write and not sent yet; nothing where there is nothing. */
export function DraftList() {
  const { t } = useTranslation(['portal', 'common']);
  const drafts = useQuery(draftsQuery).data?.data.filter(isListed).slice(0, SHOWN) ?? [];
  if (drafts.length === 0) return null;
  return (
    <section>
      <h2 className={styles['heading']}>{t('common:draft.has')}</h2>
      <ul className={styles['list']}>
        {drafts.map(({ key, excerpt, request, updatedAt }) => {
          const inside = (
            <>
              <IconPencil size={16} className={styles['sign']} aria-hidden />
              <span className={styles['what']}>
                {request === null ? t('new.title') : t('home.draftReply', { number: request.number })}
              </span>
              <span className={styles['excerpt']} dir="auto">
                {excerpt === '' ? request?.subject : excerpt}
              </span>
              <RelativeTime time={updatedAt} className={styles['time']} />
            </>
          );
          return (
            <li key={key}>
              {request === null ? (
                <Link to="/requests/new" className={styles['row']}>
                  {inside}
                </Link>
              ) : (
                <Link to="/requests/$requestId" params={{ requestId: request.id }} className={styles['row']}>
                  {inside}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
