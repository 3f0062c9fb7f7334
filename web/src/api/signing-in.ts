import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';
import { keys } from './keys.ts';
import { nextPage } from './next-page.ts';

/** Where the person signed in is signed in. */
export const ownSessionsQuery = infiniteQueryOptions({
  queryKey: keys.ownSessions,
  queryFn: ({ pageParam, signal }) =>
    api.listOwnSessions({
      query: { 'page[size]': 20, ...(pageParam === null ? {} : { 'page[after]': pageParam }) },
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: nextPage,
});

/** How the person signed in proves who they are besides the password. */
export const secondFactorsQuery = queryOptions({
  queryKey: keys.secondFactors,
  queryFn: ({ signal }) => api.getSecondFactors({ signal }),
});
