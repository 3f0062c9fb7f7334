import {
  type Desk,
  KINDS_OF_DESK,
  QUEUE_FILTERS,
  type QueueId,
  queueLookedInto,
  QUEUES,
  type RequestSort,
  type TakeNext,
} from '@companyaccount/contract';
import { pick } from '../../ui/pick.ts';
import { filterQuery, readRequestFilters, type RequestFilters } from './filters/request-filters.ts';
import type { ListQuery } from './request-queries.ts';

/** The state of a desk's page, all of it in the address bar. */
export type QueueSearch = Omit<RequestFilters, 'desk' | 'author'> & { queue?: QueueId | undefined };

/** Work is done in the order of what was promised; what is done or looked for, in the order it was touched. */
export function sortOf(search: QueueSearch): RequestSort {
  const queue = queueLookedInto(search);
  const touched = queue === null || queue === 'resolved' || queue === 'waiting_for_customer';
  return search.sort ?? (touched ? '-updated' : 'promise');
}

/** Reads the address bar of a desk's page; what it does not know it leaves out. */
export const readQueueSearch =
  (desk: Desk) =>
  (search: Record<string, unknown>): QueueSearch => {
    const { desk: _desk, author: _author, kind: _kind, ...filters } = readRequestFilters(search);
    return { ...filters, ...pick('kind', KINDS_OF_DESK[desk], search), ...pick('queue', QUEUES, search) };
  };

/** What to ask the server for: the queue, narrowed by the reader's filters. */
export function queueQuery(desk: Desk, search: QueueSearch, readerId: string): ListQuery {
  const queue = queueLookedInto(search);
  return {
    ...(queue === null ? {} : QUEUE_FILTERS[queue]),
    ...filterQuery({ ...search, desk }, readerId),
    sort: sortOf(search),
  };
}

/** Of what the next request is taken: of the list, whoever has what stands in it; null where nothing in it can be taken. */
export function nextOf(desk: Desk, search: QueueSearch, readerId: string): TakeNext | null {
  const queue = queueLookedInto(search);
  const { q, status, owner } = search;
  if (q !== undefined || queue === 'resolved' || queue === 'waiting_for_customer') return null;
  if (status !== undefined && status !== 'new' && status !== 'open') return null;
  if (owner !== undefined && owner !== 'me' && owner !== 'nobody') return null;
  const { status: _status, owner: _owner, sort: _sort, ...filters } = queueQuery(desk, search, readerId);
  return { ...filters, desk, ...(status === undefined ? {} : { status }) };
}
