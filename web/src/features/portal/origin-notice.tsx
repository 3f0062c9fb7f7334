import type { Request } from '@companyaccount/contract';
import { Alert } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import styles from './portal.module.css';

/** Says with which request the new one will be linked, and lets the writer leave that out. */
export function OriginNotice({ origin }: { origin: Request }) {
  const { t } = useTranslation('portal');
  const { desk } = useSearch({ from: '/account/requests/new' });
  return (
    <Alert variant="light" className={styles['origin'] ?? ''} icon={<IconLink size={18} aria-hidden />}>
      {t('new.linkedWith')}{' '}
      <Link to="/requests/$requestId" params={{ requestId: origin.id }} className="figures">
        {origin.number}
      </Link>{' '}
      <span dir="auto">{origin.subject}</span> ·{' '}
      <Link to="/requests/new" search={desk === undefined ? {} : { desk }} replace>
        {t('new.unlink')}
      </Link>
    </Alert>
  );
}
