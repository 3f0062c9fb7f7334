import type { ListColumn } from '@companyaccount/contract';
import { VisuallyHidden } from '@mantine/core';
import { IconFlag3, IconMessage, IconPencil, IconScale } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/badge.tsx';
import { languageName } from '../../ui/languages.ts';
import { PersonSign } from '../../ui/person-sign.tsx';
import { RelativeTime } from '../../ui/time/relative-time.tsx';
import { useFormats } from '../../ui/time/use-formats.ts';
import { USUAL_COLUMNS } from './columns.ts';
import { PresentStaff } from './present-staff.tsx';
import { PromiseChip } from './promise-chip.tsx';
import { LabGlanceLine } from './lab-glance-line.tsx';
import type { RequestPlace } from './request-link.ts';
import type { ListedRequest } from './request-queries.ts';
import styles from './request-row.module.css';
import { StatusBadge } from './status-badge.tsx';
import { TagList } from './tag-list.tsx';

interface RequestRowProps {
  request: ListedRequest;
  place: RequestPlace;
  /** Staff see the company and who is in charge; members see the desk. */
  view: 'member' | 'desk';
  selected: boolean;
  /** The reader has begun to write something in it. */
  begun: boolean;
  /** What staff see of it beside what always stands there. */
  columns?: readonly ListColumn[] | undefined;
  /** Quick actions, shown on hover and when the focus is within. */
  actions?: ReactNode;
  /** Selects it, where that can be done. */
  box?: ReactNode;
}

/** One request in a list; the same row in portal, desk and lab. */
export function RequestRow({
  request,
  place,
  view,
  selected,
  begun,
  columns = USUAL_COLUMNS,
  actions,
  box,
}: RequestRowProps) {
  const { t } = useTranslation(['requests', 'common']);
  const facts = useFacts(request, view, columns);
  return (
    <li className={styles['item']} data-request={request.id}>
      {box}
      <Link
        to={place}
        params={{ requestId: request.id }}
        search={(previous) => previous}
        className={styles['row']}
        data-selected={selected || undefined}
        data-unread={request.unread || undefined}
        data-row
      >
        <span className={styles['unread']}>{request.unread && <VisuallyHidden>{t('unread')}</VisuallyHidden>}</span>
        <span className={styles['status']}>
          <StatusBadge status={request.status} />
        </span>
        <span className={styles['text']}>
          <span className={styles['subject']} dir="auto">
            {request.subject}
          </span>
          {columns.includes('tags') && request.tags.length > 0 && (
            <span className={styles['tags']}>
              <TagList tags={request.tags} most={2} />
            </span>
          )}
          <span className={styles['excerpt']} dir="auto">
            {request.lab === undefined ? (
              request.excerpt
            ) : (
              <LabGlanceLine glance={request.lab} excerpt={request.excerpt} />
            )}
          </span>
        </span>
        <span className={styles['facts']}>
          <span className={`${styles['number']} figures`}>{request.number}</span>
          {facts.map((fact) => ` · ${fact}`)}
        </span>
        <span className={styles['chips']}>
          {view === 'desk' && <PresentStaff requestId={request.id} desk={request.desk} size={20} />}
          {view === 'desk' && request.labStage === 'disputed' && (
            <span className={styles['escalated']}>
              <Badge icon={IconScale} tone="warn" word={t('stage.disputed')} title={t('stage.disputed')} />
            </span>
          )}
          {request.escalated && (
            <span className={styles['escalated']}>
              <Badge icon={IconFlag3} tone="bad" word={t('escalated')} title={t('escalated')} />
            </span>
          )}
          {!(view === 'member' && request.promisePaused) && <PromiseChip promise={request} />}
        </span>
        <span className={styles['people']}>
          {begun && (
            <span className={styles['count']} title={t('common:draft.has')}>
              <IconPencil size={14} aria-hidden />
              <VisuallyHidden>{t('common:draft.has')}</VisuallyHidden>
            </span>
          )}
          {request.messageCount > 1 && (
            <span className={`${styles['count']} figures`}>
              <IconMessage size={14} aria-hidden /> {request.messageCount}
            </span>
          )}
          <Person request={request} view={view} />
        </span>
        <RelativeTime time={request.lastMessageAt} className={styles['time']} />
      </Link>
      {actions !== undefined && <span className={styles['actions']}>{actions}</span>}
    </li>
  );
}

/** What the second line tells beside the number. */
function useFacts(request: ListedRequest, view: RequestRowProps['view'], columns: readonly ListColumn[]): string[] {
  const { t, i18n } = useTranslation('requests');
  const formats = useFormats();
  const { desk, company, kind, product, severity, language, createdAt, updatedAt } = request;
  if (view === 'member') return [t(`desk.${desk}`), t(`kind.${kind}`), ...(product === null ? [] : [product.name])];
  const words: Record<Exclude<ListColumn, 'tags'>, string | undefined> = {
    company: company?.name ?? t('outside.mark'),
    kind: t(`kind.${kind}`),
    product: product?.name,
    severity: t(`severity.${severity}`),
    language: languageName(language, i18n.language),
    createdAt: t('columns.createdAt', { when: formats.exact(createdAt) }),
    updatedAt: t('columns.updatedAt', { when: formats.exact(updatedAt) }),
  };
  return columns.flatMap((column) => (column === 'tags' ? [] : (words[column] ?? [])));
}

/** Staff see who is in charge, members who filed it. */
function Person({ request, view }: Pick<RequestRowProps, 'request' | 'view'>) {
  const { t } = useTranslation('requests');
  const person = view === 'desk' ? request.owner : request.author;
  if (person === null) return <span className={styles['nobody']} title={t('nobody')} />;
  return (
    <span title={`${view === 'desk' ? t('field.owner') : t('field.author')}: ${person.name}`}>
      <PersonSign name={person.name} size={24} side={person.side} />
      <VisuallyHidden>{person.name}</VisuallyHidden>
    </span>
  );
}
