import type { Request } from '@companyaccount/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { Badge } from '../../ui/badge.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { RATING_SIGNS } from './rating-sign.ts';
import { PLACE_OF_DESK } from './request-link.ts';
import styles from './request-panel.module.css';

/** How content the company has been lately: its last words. */
export function CompanyRatings({ request: { id, company } }: { request: Request }) {
  const { t } = useTranslation('requests');
  const formats = useFormats();
  const { data } = useQuery({
    queryKey: keys.companyRatings(id),
    queryFn: ({ signal }) => api.getCompanyRatings({ params: { id }, signal }),
    enabled: company !== null,
  });
  if (data === undefined || data.recent.length === 0) return null;
  return (
    <section className={styles['ratings']}>
      <h2 className={styles['title']}>{t('companyRatings.label')}</h2>
      <ul>
        {data.recent.map(({ request, value, comment, updatedAt }) => (
          <li key={`${request.id} ${updatedAt}`}>
            <span className={styles['rated']}>
              <Badge {...RATING_SIGNS[value]} plain word={t(`rating.${value}`)} />
              <Link
                to={PLACE_OF_DESK[request.desk]}
                params={{ requestId: request.id }}
                title={request.subject}
                className="figures"
              >
                {request.number}
              </Link>
              <time dateTime={updatedAt}>{formats.date(updatedAt)}</time>
            </span>
            {comment !== null && (
              <span className={styles['remark']} dir="auto" title={comment}>
                {comment}
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
