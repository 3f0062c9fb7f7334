import {
  ISSUED_LICENSE_SORTS,
  LICENSE_CLAIMS,
  LICENSE_STATES,
  type QueryOf,
  type Routes,
} from '@companyaccount/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';
import { pick } from '../../ui/pick.ts';

/** The search, filters and order of the list of licenses, all of it in the address bar. */
export interface IssuedSearch {
  q?: string | undefined;
  state?: (typeof LICENSE_STATES)[number] | undefined;
  claim?: (typeof LICENSE_CLAIMS)[number] | undefined;
  product?: string | undefined;
  batch?: string | undefined;
  order?: (typeof ISSUED_LICENSE_SORTS)[number] | undefined;
}

const ID = /^[0-9a-f-]{36}$/u;
const id = <const K extends string>(name: K, search: Record<string, unknown>): { [P in K]?: string } => {
  const value = search[name];
  return typeof value === 'string' && ID.test(value) ? ({ [name]: value } as { [P in K]?: string }) : {};
};

/** Reads the address bar; what it does not know it leaves out. */
export const readIssuedSearch = (search: Record<string, unknown>): IssuedSearch => {
  // A serial's number alone is read as one from the address bar.
  const q = typeof search['q'] === 'number' ? String(search['q']) : search['q'];
  return {
    ...(typeof q === 'string' && q.trim() !== '' ? { q: q.trim().slice(0, 200) } : {}),
    ...pick('state', LICENSE_STATES, search),
    ...pick('claim', LICENSE_CLAIMS, search),
    ...pick('order', ISSUED_LICENSE_SORTS, search),
    ...id('product', search),
    ...id('batch', search),
  };
};

type ListQuery = Omit<QueryOf<Routes['listIssuedLicenses']>, 'page[after]'>;

/** Licenses of all companies, page after page. */
export const issuedListQuery = ({ order, ...filters }: IssuedSearch) => {
  const query = Object.fromEntries(
    Object.entries({ ...filters, sort: order }).filter(([, value]) => value !== undefined),
  ) as ListQuery;
  return infiniteQueryOptions({
    queryKey: [...keys.issued, 'list', query],
    queryFn: ({ pageParam, signal }) =>
      api.listIssuedLicenses({
        query: { ...query, ...(pageParam === null ? {} : { 'page[after]': pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });
};

export const issuedQuery = (licenseId: string) =>
  queryOptions({
    queryKey: [...keys.issued, licenseId],
    queryFn: ({ signal }) => api.getIssuedLicense({ params: { id: licenseId }, signal }),
  });

/** What was done with a license, newest first. */
export const historyQuery = (licenseId: string) =>
  queryOptions({
    queryKey: [...keys.issued, licenseId, 'history'],
    queryFn: async ({ signal }) =>
      (await api.listAudit({ query: { object: licenseId, 'page[size]': 20 }, signal })).data,
  });

const RUNNING_MS = 1000;

/** Batches, newest first; one that runs is asked for each second. */
export const batchesQuery = infiniteQueryOptions({
  queryKey: keys.batches,
  queryFn: ({ pageParam, signal }) =>
    api.listLicenseBatches({
      query: { 'page[size]': 20, ...(pageParam === null ? {} : { 'page[after]': pageParam }) },
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: nextPage,
  refetchInterval: ({ state }) =>
    (state.data?.pages ?? []).some((page) => page.data.some((batch) => batch.state === 'running')) ? RUNNING_MS : false,
});
