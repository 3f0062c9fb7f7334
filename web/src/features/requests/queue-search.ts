import {
  type Desk,
  KINDS_OF_DESK,
  type QueueId,
  QUEUES,
  REQUEST_SORTS,
  type RequestKind,
  type RequestSort,
  type Severity,
  SEVERITIES,
} from '@companyaccount/contract';
import { pick } from '../../ui/pick.ts';
import type { ListQuery } from './request-queries.ts';
import { readSearchText } from './search-text.ts';

/** The state of a desk's page, all of it in the address bar. */
export interface QueueSearch {
  q?: string | undefined;
  queue?: QueueId | undefined;
  kind?: RequestKind | undefined;
  severity?: Severity | undefined;
  sort?: RequestSort | undefined;
}

export const FIRST_QUEUE: QueueId = 'open';

const FILTERS: Record<QueueId, Pick<ListQuery, 'status' | 'owner' | 'escalated'>> = {
  unassigned: { status: ['new', 'open', 'waiting_for_customer'], owner: 'nobody' },
  mine: { status: ['new', 'open', 'waiting_for_customer'], owner: 'me' },
  escalated: { escalated: true },
  open: { status: ['new', 'open'] },
  waiting_for_customer: { status: ['waiting_for_customer'] },
  resolved: { status: ['resolved'] },
};

/** Work is done in the order of what was promised; what is done, in the order it was touched. */
export const firstSort = (queue: QueueId): RequestSort =>
  queue === 'resolved' || queue === 'waiting_for_customer' ? '-updated' : 'promise';

/** Reads the address bar of a desk's page; what it does not know it leaves out. */
export const readQueueSearch =
  (desk: Desk) =>
  (search: Record<string, unknown>): QueueSearch => ({
    ...readSearchText(search),
    ...pick('queue', QUEUES, search),
    ...pick('kind', KINDS_OF_DESK[desk], search),
    ...pick('severity', SEVERITIES, search),
    ...pick('sort', REQUEST_SORTS, search),
  });

/** What to ask the server for, for a queue with the reader's filters. Whoever searches looks through all of the desk. */
export function queueQuery(desk: Desk, { q, queue = FIRST_QUEUE, kind, severity, sort }: QueueSearch): ListQuery {
  return {
    desk,
    ...(q === undefined ? FILTERS[queue] : { q }),
    ...(kind === undefined ? {} : { kind }),
    ...(severity === undefined ? {} : { severity }),
    sort: sort ?? (q === undefined ? firstSort(queue) : '-updated'),
  };
}
