import type { QueryOf, Routes } from '@companyaccount/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';

export type LicenseListQuery = Omit<QueryOf<Routes['listLicenses']>, 'page[after]'>;

/** The company's licenses, page after page. */
export const licenseListQuery = (query: LicenseListQuery) =>
  infiniteQueryOptions({
    queryKey: keys.licenseList(query),
    queryFn: ({ pageParam, signal }) =>
      api.listLicenses({ query: { ...query, ...(pageParam === null ? {} : { 'page[after]': pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });

export const licenseQuery = (id: string) =>
  queryOptions({
    queryKey: keys.license(id),
    queryFn: ({ signal }) => api.getLicense({ params: { id }, signal }),
  });
