import type { ReceivedMail } from '@companyaccount/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import mailStyles from './mail-log.module.css';
import type { ReceivedFilters } from './received-mail-queries.ts';
import styles from './received-mail-row.module.css';
import { ReceivedMailBadge, useReceivedReason } from './received-mail-state.tsx';

/** One mail that came in: who from, what became of it and why, and where to. */
export function ReceivedMailRow({
  mail,
  filters,
  selected,
}: {
  mail: ReceivedMail;
  filters: ReceivedFilters;
  selected: boolean;
}) {
  const { t } = useTranslation('admin');
  const reason = useReceivedReason(mail);
  return (
    <li>
      <Link
        to="/admin/received-mail"
        search={{ ...filters, mail: mail.id }}
        className={`${mailStyles['row'] ?? ''} ${styles['row'] ?? ''}`}
        aria-current={selected ? 'true' : undefined}
        resetScroll={false}
      >
        <span className={mailStyles['state']}>
          <ReceivedMailBadge state={mail.state} />
        </span>
        <span className={styles['what']}>
          <span className={mailStyles['subject']} dir="auto">
            {mail.subject || t('receivedMail.noSubject')}
          </span>
          <span className={styles['from']}>
            {mail.sender ?? t('receivedMail.noSender')}
            {reason !== null && ` · ${reason}`}
          </span>
        </span>
        <span className={`${styles['number'] ?? ''} figures`}>{mail.request?.number}</span>
        <RelativeTime time={mail.receivedAt} className={`${mailStyles['time'] ?? ''} figures`} />
      </Link>
    </li>
  );
}
