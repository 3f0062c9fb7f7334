import type { Request } from '@companyaccount/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PLACE_OF_DESK } from './request-link.ts';
import styles from './request-panel.module.css';

interface LinkedRequestsProps {
  request: Request;
  view: 'member' | 'desk';
}

/** The requests that belong together with one, and how; a member files another with the other desk from here. */
export function LinkedRequests({ request: { id, desk, links, actions }, view }: LinkedRequestsProps) {
  const { t } = useTranslation('requests');
  const mayFile = view === 'member' && actions.length > 0;
  if (links.length === 0 && !mayFile) return null;
  return (
    <section className={styles['links']}>
      <h2 className={styles['title']}>{t('links.label')}</h2>
      {links.length > 0 && (
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
      )}
      {mayFile && (
        <Link to="/requests/new" search={{ desk: desk === 'lab' ? 'support' : 'lab', from: id }}>
          {t(desk === 'lab' ? 'links.toSupport' : 'links.toLab')}
        </Link>
      )}
    </section>
  );
}
