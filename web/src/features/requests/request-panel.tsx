import type { Request } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { IconPrinter, IconUserQuestion } from '@tabler/icons-react';
import { Badge } from '../../ui/badge.tsx';
import { PersonSign } from '../../ui/person-sign.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { AccountCasePanel } from './account-case-panel.tsx';
import { CompanyRatings } from './company-ratings.tsx';
import { CustomerPanel } from './customer-panel.tsx';
import { LinkedRequests } from './linked-requests.tsx';
import { Attachments } from './files/attachments.tsx';
import { PanelField } from './panel-field.tsx';
import { PeopleField } from './people-field.tsx';
import { PromiseChip } from './promise-chip.tsx';
import { RatingField } from './rating-field.tsx';
import { messagesQuery } from './request-queries.ts';
import { RequestFacts } from './request-facts.tsx';
import styles from './request-panel.module.css';
import { SeverityField } from './severity-field.tsx';
import { StatusBadge } from './status-badge.tsx';
import { SubmitterAddress } from './submitter-address.tsx';
import { TagsField } from './tags-field.tsx';

/** All that is known of a request beside its thread; what the reader may correct is changed in its place. */
export function RequestPanel({ request, view }: { request: Request; view: 'member' | 'desk' }) {
  const { t } = useTranslation('requests');
  const formats = useFormats();
  return (
    <aside className={styles['panel']} aria-label={t('panel.label')}>
      <dl className={styles['fields']}>
        <PanelField label={t('field.status')}>
          <StatusBadge status={request.status} resolution={request.resolution} />
        </PanelField>
        {(request.promiseAt !== null || request.promisePaused) && (
          <PanelField label={t('field.promise')}>
            <span className={styles['stack']}>
              <PromiseChip promise={request} />
              {request.promiseAt !== null && !request.promisePaused && (
                <span className={styles['exact']}>{formats.exact(request.promiseAt)}</span>
              )}
            </span>
          </PanelField>
        )}
        <RatingField request={request} />
        {request.closesAt !== null && (
          <PanelField label={t('field.closesAt')}>{formats.date(request.closesAt)}</PanelField>
        )}
        <PanelField label={t('field.owner')}>
          <Person name={request.owner?.name ?? null} side="vendor" />
        </PanelField>
        <PanelField label={t('field.author')}>
          <Person name={request.author.name} side={request.author.side} />
        </PanelField>
        <PeopleField request={request} />
        {view === 'desk' && request.company === null && (
          <PanelField label={t('field.company')}>
            <Badge icon={IconUserQuestion} tone="warn" word={t('outside.mark')} />
          </PanelField>
        )}
        {request.submitter !== null && (
          <PanelField label={t('outside.email')}>
            <SubmitterAddress request={request} submitter={request.submitter} />
          </PanelField>
        )}
        <SeverityField request={request} mayRegrade={view === 'desk' && request.actions.includes('edit')} />
        {view === 'desk' && <TagsField request={request} />}
        <RequestFacts request={request} />
        {request.impact !== null && request.impact !== '' && (
          <PanelField label={t('field.impact')}>{request.impact}</PanelField>
        )}
        <PanelField label={t('field.createdAt')}>{formats.exact(request.createdAt)}</PanelField>
      </dl>
      {view === 'desk' && <CustomerPanel request={request} />}
      {view === 'desk' && <CompanyRatings request={request} />}
      {view === 'desk' && request.kind === 'account' && <AccountCasePanel request={request} />}
      <LinkedRequests request={request} view={view} />
      <Files request={request} />
      <Button
        className={styles['print'] ?? ''}
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconPrinter size={16} aria-hidden />}
        onClick={() => window.print()}
      >
        {t('print.request')}
      </Button>
    </aside>
  );
}

function Person({ name, side }: { name: string | null; side: 'customer' | 'vendor' }) {
  const { t } = useTranslation('requests');
  if (name === null) return <span className={styles['nothing']}>{t('nobody')}</span>;
  return (
    <span className={styles['person']}>
      <PersonSign name={name} size={20} side={side} />
      {name}
    </span>
  );
}

/** The files of all messages together. */
function Files({ request: { id: requestId, desk } }: { request: Request }) {
  const { t } = useTranslation('requests');
  const messages = useQuery(messagesQuery(requestId)).data ?? [];
  const attachments = messages.flatMap((message) => message.attachments);
  if (attachments.length === 0) return null;
  return (
    <section className={styles['files']}>
      <h2 className={styles['title']}>{t('file.label')}</h2>
      <Attachments attachments={attachments} judged={desk === 'lab'} />
    </section>
  );
}
