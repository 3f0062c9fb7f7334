import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';

const after = (cursor: string | null) => (cursor === null ? {} : { 'page[after]': cursor });
const paged = { initialPageParam: null as string | null, getNextPageParam: nextPage };

/** Re-analyses, page after page. */
export const reanalysesQuery = infiniteQueryOptions({
  queryKey: [...keys.reanalyses, 'list'],
  queryFn: ({ pageParam, signal }) => api.listReanalyses({ query: { 'page[size]': 20, ...after(pageParam) }, signal }),
  ...paged,
});

/** What one re-analysis has changed, page after page. */
export const reanalysisChangesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.reanalyses, 'changes', id],
    queryFn: ({ pageParam, signal }) =>
      api.listReanalysisChanges({ params: { id }, query: { 'page[size]': 20, ...after(pageParam) }, signal }),
    ...paged,
  });
