import type { RATING_LISTS } from '@companyaccount/contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
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
