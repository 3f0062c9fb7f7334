import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';

const pageOf = (after: string | null) => (after === null ? {} : { 'page[after]': after });

/** How many of a company's scanners have the release that is out. */
export const scannerSummaryQuery = (companyId: string) =>
  queryOptions({
    queryKey: [...keys.scanners(companyId), 'summary'],
    queryFn: ({ signal }) => api.getScannerSummary({ params: { id: companyId }, signal }),
  });

/** A company's scanners, last seen first, by pages. */
export const scannersQuery = (companyId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.scanners(companyId), 'list'],
    queryFn: ({ pageParam, signal }) =>
      api.listScanners({ params: { id: companyId }, query: pageOf(pageParam), signal }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });

/** The credentials of a company's scanners, newest first, by pages. */
export const credentialsQuery = (companyId: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.scanners(companyId), 'credentials'],
    queryFn: ({ pageParam, signal }) =>
      api.listScannerCredentials({ params: { id: companyId }, query: pageOf(pageParam), signal }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });
