import type { Request } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PLACE_OF_DESK } from '../request-link.ts';
import { duplicatesQuery } from '../request-queries.ts';
import { MergeDialog } from './merge-dialog.tsx';
import styles from './merging.module.css';

/** Open requests of the same customer that say nearly the same, quietly; nothing where there are none. */
export function Duplicates({ request }: { request: Request }) {
  const { t } = useTranslation('requests');
  const { data = [] } = useQuery(duplicatesQuery(request.id));
  const [into, setInto] = useState<string | null>(null);
  return (
    <>
      {data.length > 0 && (
        <div className={styles['duplicates']}>
          <p>{t('merge.duplicates')}</p>
          <ul>
            {data.map((one) => (
              <li key={one.id}>
                <Link
                  to={PLACE_OF_DESK[one.desk]}
                  params={{ requestId: one.id }}
                  title={one.subject}
                  className={styles['duplicate']}
                >
                  <span className="figures">{one.number}</span> <span dir="auto">{one.subject}</span>
                </Link>
                <Button
                  variant="subtle"
                  size="compact-xs"
                  aria-label={t('merge.withOf', { number: one.number })}
                  onClick={() => setInto(one.number)}
                >
                  {t('merge.begin')}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {into !== null && <MergeDialog request={request} into={into} onClose={() => setInto(null)} />}
    </>
  );
}
