import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';

/** While an analysis runs, its steps appear about as fast as one reads. */
const RUNNING_MS = 1000;

/** A sample with its findings; fetched again each second while it is being analysed. */
export const sampleQuery = (sha256: string) =>
  queryOptions({
    queryKey: keys.sample(sha256),
    queryFn: ({ signal }) => api.getSample({ params: { sha256 }, signal }),
    refetchInterval: (query) => (query.state.data?.analysis?.state === 'running' ? RUNNING_MS : false),
  });

/** Requests in which a sample was sent, page after page. */
export const sampleRequestsQuery = (sha256: string) =>
  infiniteQueryOptions({
    queryKey: keys.sampleRequests(sha256),
    queryFn: ({ pageParam, signal }) =>
      api.listSampleRequests({
        params: { sha256 },
        query: { 'page[size]': 20, ...(pageParam === null ? {} : { 'page[after]': pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });
