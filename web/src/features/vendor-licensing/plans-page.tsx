import type { CataloguePlan } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconArchive, IconEdit, IconListCheck, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/states/empty-state.tsx';
import { ErrorState } from '../../ui/states/error-state.tsx';
import { RowsSkeleton } from '../../ui/states/skeletons.tsx';
import { calendarsQuery, plansQuery } from './catalogue-queries.ts';
import { Frame } from './frame.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { SEVERITIES } from './plan.ts';
import { useDurations } from './use-durations.ts';
import styles from './vendor-licensing.module.css';

/** What licenses promise: support plans with their targets. */
export function PlansPage() {
  const { t } = useTranslation('issuing');
  const { data, error, refetch } = useQuery(plansQuery);
  const [open, setOpen] = useState<CataloguePlan | 'new' | null>(null);
  return (
    <Frame
      of="products"
      current="/admin/products/plans"
      action={
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('new')}>
          {t('plans.add')}
        </Button>
      }
    >
      <div className={styles['card']}>
        {data === undefined && error === null && <RowsSkeleton rows={3} />}
        {data === undefined && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
        {data?.length === 0 && <EmptyState icon={IconListCheck} title={t('plans.empty')} text={t('plans.emptyText')} />}
        {data !== undefined && data.length > 0 && (
          <ul className={styles['rows']} aria-label={t('sections.plans')}>
            {data.map((plan) => (
              <PlanRow key={plan.id} plan={plan} onEdit={() => setOpen(plan)} />
            ))}
          </ul>
        )}
      </div>
      {open !== null && <PlanDialog plan={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </Frame>
  );
}

function PlanRow({ plan, onEdit }: { plan: CataloguePlan; onEdit: () => void }) {
  const { t } = useTranslation('issuing');
  const { name, hours, namedContacts, calendarId, targets, archived } = plan;
  const { data: calendars = [] } = useQuery(calendarsQuery);
  const calendar = calendars.find(({ id }) => id === calendarId);
  const duration = useDurations(calendar?.builtIn === true);
  return (
    <li className={styles['plan']}>
      <div className={styles['planHead']}>
        <div className={styles['what']}>
          <strong dir="auto">{name}</strong>
          <span className={styles['facts']}>
            {[
              calendar?.name ?? '',
              hours,
              namedContacts === null ? t('plans.anyContacts') : t('plans.contacts', { count: namedContacts }),
            ]
              .filter((fact) => fact !== '')
              .join(' · ')}
          </span>
        </div>
        {archived && <Badge icon={IconArchive} tone="neutral" word={t('archived')} />}
        <Button
          variant="default"
          size="xs"
          leftSection={<IconEdit size={14} aria-hidden />}
          aria-label={t('plans.editName', { name })}
          onClick={onEdit}
        >
          {t('plans.edit')}
        </Button>
      </div>
      <table className={styles['targets']}>
        <thead>
          <tr>
            <th scope="col">{t('plans.severity')}</th>
            <th scope="col">{t('plans.first')}</th>
            <th scope="col">{t('plans.next')}</th>
            <th scope="col">{t('plans.resolution')}</th>
          </tr>
        </thead>
        <tbody>
          {SEVERITIES.map((severity) => {
            const { first, next, resolution } = targets[severity];
            return (
              <tr key={severity}>
                <th scope="row">{severity}</th>
                <td>{duration(first)}</td>
                <td>{duration(next)}</td>
                <td>{resolution === null ? '—' : duration(resolution)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </li>
  );
}
