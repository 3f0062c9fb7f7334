import {
  type Desk,
  DESKS,
  type Me,
  type RequestKind,
  KINDS,
  REQUEST_SORTS,
  type RequestSort,
  type RequestStatus,
  SEVERITIES,
  type Severity,
  STATUSES,
} from '@companyaccount/contract';
import { pick } from '../../ui/pick.ts';
import type { ListQuery } from '../requests/request-queries.ts';
import { readSearchText } from '../requests/search-text.ts';

/** The filters and the order of the list of requests, all of it in the address bar. */
export interface HistorySearch {
  q?: string | undefined;
  desk?: Desk | undefined;
  status?: RequestStatus | undefined;
  kind?: RequestKind | undefined;
  severity?: Severity | undefined;
  product?: string | undefined;
  author?: 'me' | undefined;
  from?: string | undefined;
  to?: string | undefined;
  sort?: RequestSort | undefined;
}

const matching = <const K extends string>(
  name: K,
  form: RegExp,
  search: Record<string, unknown>,
): { [P in K]?: string } => {
  const value = search[name];
  return typeof value === 'string' && form.test(value) ? ({ [name]: value } as { [P in K]?: string }) : {};
};
const DAY = /^\d{4}-\d\d-\d\d$/u;
const ID = /^[0-9a-f-]{36}$/u;

/** Reads the address bar; what it does not know it leaves out. */
export const readHistorySearch = (search: Record<string, unknown>): HistorySearch => ({
  ...readSearchText(search),
  ...pick('desk', DESKS, search),
  ...pick('status', STATUSES, search),
  ...pick('kind', KINDS, search),
  ...pick('severity', SEVERITIES, search),
  ...pick('sort', REQUEST_SORTS, search),
  ...pick('author', ['me'] as const, search),
  ...matching('product', ID, search),
  ...matching('from', DAY, search),
  ...matching('to', DAY, search),
});

/** A day begins and ends where the reader is. */
const dayBegins = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
const dayEnds = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString();
const valid = (day: string): boolean => !Number.isNaN(Date.parse(`${day}T00:00:00`));

/** What to ask the server for. */
export function historyQuery(
  { q, desk, status, kind, severity, product, author, from, to, sort }: HistorySearch,
  me: Me,
): ListQuery {
  return {
    ...(q === undefined ? {} : { q }),
    ...(desk === undefined ? {} : { desk }),
    ...(status === undefined ? {} : { status: [status] }),
    ...(kind === undefined ? {} : { kind }),
    ...(severity === undefined ? {} : { severity }),
    ...(product === undefined ? {} : { product }),
    ...(author === undefined ? {} : { author: me.id }),
    ...(from === undefined || !valid(from) ? {} : { from: dayBegins(from) }),
    ...(to === undefined || !valid(to) ? {} : { to: dayEnds(to) }),
    sort: sort ?? '-created',
  };
}

/** Whether any filter is set; the order is none. */
export const isFiltered = ({ sort: _, ...filters }: HistorySearch): boolean =>
  Object.values(filters).some((value) => value !== undefined);
