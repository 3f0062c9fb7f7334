import {
  AGES,
  type Desk,
  DESKS,
  KINDS,
  KINDS_OF_DESK,
  LAB_STAGES,
  type LabStage,
  type ListColumn,
  PROMISE_STATES,
  type PromiseState,
  REQUEST_SORTS,
  type RequestKind,
  type RequestSort,
  type RequestStatus,
  SEVERITIES,
  type Severity,
  type Source,
  SOURCES,
  STATUSES,
  tagOf,
} from '@companyaccount/contract';
import { pick } from '../../../ui/pick.ts';
import type { ListQuery } from '../request-queries.ts';
import { readColumns } from '../columns.ts';
import { readSearchText } from '../search-text.ts';

/** What narrows a list of requests, in the order in which it is shown. */
export const FILTERS = [
  'desk',
  'status',
  'kind',
  'stage',
  'source',
  'severity',
  'promise',
  'olderThan',
  'plan',
  'tag',
  'product',
  'language',
  'author',
  'owner',
  'from',
  'to',
] as const;
export type FilterName = (typeof FILTERS)[number];

/** The search, the filters and the order of a list of requests, all of it in the address bar. */
export interface RequestFilters {
  q?: string | undefined;
  desk?: Desk | undefined;
  status?: RequestStatus | undefined;
  kind?: RequestKind | undefined;
  severity?: Severity | undefined;
  /** Of the Virus Lab. */
  stage?: LabStage | undefined;
  source?: Source | undefined;
  /** How the promised time stands. */
  promise?: PromiseState | undefined;
  /** Days. */
  olderThan?: (typeof AGES)[number] | undefined;
  plan?: string | undefined;
  tag?: string | undefined;
  product?: string | undefined;
  /** ISO 639. */
  language?: string | undefined;
  /** A person's id, or `me`. */
  author?: string | undefined;
  /** A person's id, `me`, or `nobody`. */
  owner?: string | undefined;
  /** Days, the first and the last, on the calendar of the reader. */
  from?: string | undefined;
  to?: string | undefined;
  sort?: RequestSort | undefined;
  /** What the list of a desk tells of each request; left out: the usual. */
  columns?: ListColumn[] | undefined;
  /** The saved view that it began with; says nothing of what is shown. */
  view?: string | undefined;
}

const matching = <const K extends string>(
  name: K,
  fits: (value: string) => boolean,
  search: Record<string, unknown>,
): { [P in K]?: string } => {
  const value = search[name];
  return typeof value === 'string' && fits(value) ? ({ [name]: value } as { [P in K]?: string }) : {};
};
const isId = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(value);
const isLanguage = (value: string): boolean => /^[a-z]{2,3}$/u.test(value);
const isDay = (value: string): boolean =>
  /^\d{4}-\d\d-\d\d$/u.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00`));

/** Reads the address bar; what it does not know it leaves out. */
export const readRequestFilters = (search: Record<string, unknown>): RequestFilters => ({
  ...readSearchText(search),
  ...pick('desk', DESKS, search),
  ...pick('status', STATUSES, search),
  ...pick('kind', KINDS, search),
  ...pick('severity', SEVERITIES, search),
  ...pick('stage', LAB_STAGES, search),
  ...pick('source', SOURCES, search),
  ...pick('promise', PROMISE_STATES, search),
  ...pick('olderThan', AGES, search),
  ...pick('sort', REQUEST_SORTS, search),
  ...readColumns(search),
  ...matching('view', isId, search),
  ...matching('plan', isId, search),
  ...matching('tag', (value) => value !== '' && tagOf(value) === value, search),
  ...matching('product', isId, search),
  ...matching('language', isLanguage, search),
  ...matching('author', (value) => value === 'me' || isId(value), search),
  ...matching('owner', (value) => value === 'me' || value === 'nobody' || isId(value), search),
  ...matching('from', isDay, search),
  ...matching('to', isDay, search),
});

/** The filters with one changed or, without a value, taken away; a kind that the chosen desk does not have goes too. */
export function withFilter(filters: RequestFilters, name: FilterName, value: string | undefined): RequestFilters {
  const { kind, ...others } = readRequestFilters({ ...filters, [name]: value });
  const fits = others.desk === undefined || KINDS_OF_DESK[others.desk].some((one) => one === kind);
  return { ...others, ...(fits && kind !== undefined ? { kind } : {}) };
}

/** A day begins and ends where the reader is. */
const dayBegins = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
const dayEnds = (day: string): string => new Date(`${day}T23:59:59.999`).toISOString();

/** What to ask the server for, of somebody with this id. */
export function filterQuery(filters: RequestFilters, readerId: string): ListQuery {
  const { q, desk, status, kind, severity, promise, olderThan, plan, stage, source, product, language } = filters;
  const { tag, author, owner, from, to } = filters;
  return {
    ...(q === undefined ? {} : { q }),
    ...(desk === undefined ? {} : { desk }),
    ...(status === undefined ? {} : { status: [status] }),
    ...(kind === undefined ? {} : { kind }),
    ...(severity === undefined ? {} : { severity }),
    ...(promise === undefined ? {} : { promise }),
    ...(olderThan === undefined ? {} : { olderThan }),
    ...(plan === undefined ? {} : { plan }),
    ...(tag === undefined ? {} : { tag }),
    ...(stage === undefined ? {} : { stage }),
    ...(source === undefined ? {} : { source }),
    ...(product === undefined ? {} : { product }),
    ...(language === undefined ? {} : { language }),
    ...(author === undefined ? {} : { author: author === 'me' ? readerId : author }),
    ...(owner === undefined ? {} : { owner }),
    ...(from === undefined ? {} : { from: dayBegins(from) }),
    ...(to === undefined ? {} : { to: dayEnds(to) }),
  };
}

/** Whether anything is searched for or filtered; an order is neither. */
export const isFiltered = (filters: RequestFilters): boolean =>
  filters.q !== undefined || FILTERS.some((name) => filters[name] !== undefined);
