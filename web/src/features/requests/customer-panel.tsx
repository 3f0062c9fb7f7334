import type { Customer, Request } from '@companyaccount/contract';
import { COUNT_MAX } from '@companyaccount/contract';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/badge.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { LicenseBadge, ValidityWords } from '../licenses/license-badge.tsx';
import { PanelField } from './panel-field.tsx';
import { RATING_SIGNS } from './rating-sign.ts';
import { PLACE_OF_DESK } from './request-link.ts';
import { customerQuery } from './request-queries.ts';
import styles from './request-panel.module.css';
import { StatusBadge } from './status-badge.tsx';

const RATINGS = ['good', 'bad'] as const;

/** What the desk knows of the company behind a request; nothing where no company filed it. */
export function CustomerPanel({ request: { id, company } }: { request: Request }) {
  const { t } = useTranslation('requests');
  const { data } = useQuery({ ...customerQuery(id), enabled: company !== null });
  if (company === null) return null;
  return (
    <section className={styles['customer']} aria-label={t('customer.title')}>
      <h2 className={styles['title']} dir="auto">
        {company.name}
      </h2>
      {data !== undefined && <Known customer={data} />}
    </section>
  );
}

function Known({ customer: { company, plan, licenses, environments, requests, ratings } }: { customer: Customer }) {
  const { t } = useTranslation('requests');
  const formats = useFormats();
  return (
    <>
      <p className={styles['exact']}>
        {t('customer.since', { date: formats.date(company.since) })},{' '}
        {t('customer.members', { count: company.members })}
      </p>
      <dl className={styles['fields']}>
        <PanelField label={t('customer.plan')}>
          {plan ?? <Badge icon={IconAlertTriangle} tone="warn" word={t('customer.noPlan')} />}
        </PanelField>
        {(ratings.good > 0 || ratings.bad > 0) && (
          <PanelField label={t('customer.ratings')}>
            <span className={styles['marks']}>
              {RATINGS.filter((value) => ratings[value] > 0).map((value) => (
                <Badge
                  key={value}
                  {...RATING_SIGNS[value]}
                  word={t(`customer.rated.${value}`, { count: ratings[value] })}
                />
              ))}
            </span>
          </PanelField>
        )}
      </dl>
      <Some title={t('customer.licenses')} total={licenses.total} shown={licenses.data.length}>
        {licenses.data.map((license) => (
          <li key={license.id}>
            <span dir="auto">{license.product.name}</span>
            <span className={styles['exact']}>
              {license.plan}, {t('customer.seats', { count: license.seats })}
            </span>
            <span className={styles['marks']}>
              <LicenseBadge license={license} /> <ValidityWords license={license} className={styles['exact']} />
            </span>
          </li>
        ))}
      </Some>
      <Some title={t('customer.environments')} total={environments.total} shown={environments.data.length}>
        {environments.data.map(({ id, name, product, productVersion, operatingSystem, notes }) => (
          <li key={id} title={notes ?? undefined}>
            <span dir="auto">{name}</span>
            <span className={styles['exact']} dir="auto">
              {[`${product.name} ${productVersion ?? ''}`.trim(), operatingSystem].filter(Boolean).join(', ')}
            </span>
          </li>
        ))}
      </Some>
      <Some
        title={t('customer.requests')}
        note={t('customer.open', { count: requests.open })}
        total={requests.total}
        shown={requests.data.length}
      >
        {requests.data.map(({ id, desk, number, subject, status, createdAt }) => (
          <li key={id}>
            <Link to={PLACE_OF_DESK[desk]} params={{ requestId: id }} dir="auto">
              {subject}
            </Link>
            <span className={styles['marks']}>
              <StatusBadge status={status} />
              <span className={`${styles['exact']} figures`}>{number}</span>
              <span className={styles['exact']}>{formats.date(createdAt)}</span>
            </span>
          </li>
        ))}
      </Some>
    </>
  );
}

interface SomeProps {
  title: string;
  /** How many there are, counted up to COUNT_MAX. */
  total: number;
  shown: number;
  note?: string;
  children: ReactNode;
}

/** A few of what a company has, and how much more there is; nothing where there is nothing. */
function Some({ title, total, shown, note, children }: SomeProps) {
  const { t } = useTranslation('requests');
  if (total === 0) return null;
  const more = total - shown;
  return (
    <details className={styles['some']}>
      <summary>
        {title} <span className="figures">{total >= COUNT_MAX ? `${COUNT_MAX - 1}+` : total}</span>
        {note !== undefined && <span className={styles['exact']}>, {note}</span>}
      </summary>
      <ul>{children}</ul>
      {more > 0 && (
        <p className={styles['exact']}>
          {total >= COUNT_MAX ? t('customer.manyMore') : t('customer.more', { count: more })}
        </p>
      )}
    </details>
  );
}
