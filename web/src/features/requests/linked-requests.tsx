import type { RequestLink } from '@companyaccount/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PLACE_OF_DESK } from './request-link.ts';
import styles from './request-panel.module.css';

interface LinkedRequestsProps {
  links: readonly RequestLink[];
  view: 'member' | 'desk';
}

/** The requests that belong together with one, and how. */
export function LinkedRequests({ links, view }: LinkedRequestsProps) {
  const { t } = useTranslation('requests');
  if (links.length === 0) return null;
  return (
    <section className={styles['links']}>
      <h2 className={styles['title']}>{t('links.label')}</h2>
      <ul>
        {links.map(({ kind, direction, request }) => (
          <li key={request.id}>
            {t(`links.${kind}.${direction}`)}{' '}
            <Link
              to={view === 'member' ? '/requests/$requestId' : PLACE_OF_DESK[request.desk]}
              params={{ requestId: request.id }}
              title={request.subject}
              className="figures"
            >
              {request.number}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
