import type { QueryOf, Routes } from '@companyaccount/contract';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { nextPage } from '../../../api/next-page.ts';

/** Verdicts on a sample, newest first, page after page. */
export const verdictsQuery = (sha256: string) =>
  infiniteQueryOptions({
    queryKey: keys.verdicts(sha256),
    queryFn: ({ pageParam, signal }) =>
      api.listVerdicts({
        params: { sha256 },
        query: { 'page[size]': 10, ...(pageParam === null ? {} : { 'page[after]': pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });

/** What submitters would be written with a verdict. */
export const previewQuery = (sha256: string, query: QueryOf<Routes['previewVerdict']>) =>
  queryOptions({
    queryKey: keys.verdictPreview(sha256, query),
    queryFn: ({ signal }) => api.previewVerdict({ params: { sha256 }, query, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** What analysts wrote about a sample, newest first, page after page. */
export const commentsQuery = (sha256: string) =>
  infiniteQueryOptions({
    queryKey: keys.sampleComments(sha256),
    queryFn: ({ pageParam, signal }) =>
      api.listSampleComments({
        params: { sha256 },
        query: { 'page[size]': 20, ...(pageParam === null ? {} : { 'page[after]': pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });
