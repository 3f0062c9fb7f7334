import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';

const first = null as string | null;
const pageAfter = (after: string | null) => ({
  'page[size]': 50,
  ...(after === null ? {} : { 'page[after]': after }),
});

/** Companies that a search means, or all. */
export const companiesQuery = (q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: keys.companyList(q ?? ''),
    queryFn: ({ pageParam, signal }) =>
      api.listCompanies({ query: { ...pageAfter(pageParam), ...(q === undefined ? {} : { q }) }, signal }),
    initialPageParam: first,
    getNextPageParam: nextPage,
  });

export const companyRecordQuery = (id: string) =>
  queryOptions({
    queryKey: keys.companyRecord(id),
    queryFn: ({ signal }) => api.getCompanyRecord({ params: { id }, signal }),
  });

export const membersOfQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.companyRecord(id), 'members'] as const,
    queryFn: ({ pageParam, signal }) => api.listMembersOf({ params: { id }, query: pageAfter(pageParam), signal }),
    initialPageParam: first,
    getNextPageParam: nextPage,
  });

export const domainsOfQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.companyRecord(id), 'domains'] as const,
    queryFn: ({ pageParam, signal }) => api.listDomainsOf({ params: { id }, query: pageAfter(pageParam), signal }),
    initialPageParam: first,
    getNextPageParam: nextPage,
  });

export const licensesOfQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.issued, 'of', id] as const,
    queryFn: ({ pageParam, signal }) =>
      api.listIssuedLicenses({ query: { company: id, ...pageAfter(pageParam) }, signal }),
    initialPageParam: first,
    getNextPageParam: nextPage,
  });
