import { QUEUE_FILTERS, queueLookedInto } from '@companyaccount/contract/desk';
import type { RequestStatus } from '@companyaccount/contract/requests';
import type { ViewFilters, ViewList } from '@companyaccount/contract/saved-views';
import type { ExportFilters } from '@companyaccount/contract/exports';

const OPEN: readonly RequestStatus[] = ['new', 'open', 'waiting_for_customer'];

/** Whether calendars have the day (`2026-02-30` is none). */
export function isDay(day: string): boolean {
  try {
    return Temporal.PlainDate.from(day).toString() === day;
  } catch {
    return false;
  }
}

/** When a day begins in a time zone, or one some days later. */
function beginningOf(day: string, timeZone: string, later: { days: number }): string {
  const date = Temporal.PlainDate.from(day).add(later);
  return new Date(date.toZonedDateTime(timeZone).epochMilliseconds).toISOString();
}

/**
 * Which open requests a view holds, for somebody with this id and time zone; null where that is not told: what a search
 * finds is not counted, and a view of what is done has nothing open.
 */
export function openRequestsOf(
  list: ViewList,
  { q, queue: chosen, status, sort: _sort, columns: _columns, from, to, author, ...filters }: ViewFilters,
  { personId, timeZone }: { personId: string; timeZone: string },
): ExportFilters | null {
  if (q !== undefined) return null;
  const queue = list === 'history' ? null : queueLookedInto({ status, owner: filters.owner, queue: chosen });
  const ofQueue = queue === null ? {} : QUEUE_FILTERS[queue];
  const wanted = status === undefined ? (ofQueue.status ?? OPEN) : [status];
  const open = wanted.filter((one) => OPEN.includes(one));
  if (open.length === 0) return null;
  return {
    ...ofQueue,
    ...filters,
    ...(list === 'history' ? {} : { desk: list }),
    status: open,
    ...(author === undefined ? {} : { author: author === 'me' ? personId : author }),
    ...(from === undefined ? {} : { from: beginningOf(from, timeZone, { days: 0 }) }),
    ...(to === undefined ? {} : { to: beginningOf(to, timeZone, { days: 1 }) }),
  };
}
