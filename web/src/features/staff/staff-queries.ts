import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';

/** The vendor's staff, page after page. */
export const staffQuery = infiniteQueryOptions({
  queryKey: keys.staff,
  queryFn: ({ pageParam, signal }) =>
    api.listAgents({
      query: { 'page[size]': 100, ...(pageParam === null ? {} : { 'page[after]': pageParam }) },
      signal,
    }),
  initialPageParam: null as string | null,
  getNextPageParam: nextPage,
});
