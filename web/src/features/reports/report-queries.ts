import type { RATING_LISTS, ReportByGroupQuery, ReportQuery } from '@companyaccount/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';

/** Ratings, page after page. */
export const ratingsQuery = (list: (typeof RATING_LISTS)[number]) =>
  infiniteQueryOptions({
    queryKey: keys.ratings(list),
    queryFn: ({ pageParam, signal }) =>
      api.listRatings({
        query: { 'page[size]': 30, list, ...(pageParam === null ? {} : { 'page[after]': pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });

/** Figures are counted anew as often. */
const COUNTED_MS = 300_000;

/** How the desks did, period by period. */
export const reportQuery = (query: ReportQuery) =>
  queryOptions({
    queryKey: keys.report(query),
    queryFn: ({ signal }) => api.getReport({ query, signal }),
    refetchInterval: COUNTED_MS,
    retry: false,
  });

/** How the desks did, split. */
export const reportByGroupQuery = (query: ReportByGroupQuery) =>
  queryOptions({
    queryKey: keys.reportByGroup(query),
    queryFn: ({ signal }) => api.getReportByGroup({ query, signal }),
    refetchInterval: COUNTED_MS,
    retry: false,
  });
