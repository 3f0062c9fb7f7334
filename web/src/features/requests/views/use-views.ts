import type { CreateView, PatchView, SavedView, ViewList } from '@companyaccount/contract';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';

/** Counts are fetched again so often at most. */
const COUNTED_MS = 5000;

export const viewsQuery = (list: ViewList) =>
  queryOptions({
    queryKey: keys.viewsOf(list),
    queryFn: async ({ signal }) => (await api.listViews({ query: { list }, signal })).data,
  });

/** How many open requests each view of a list holds; brought up to date while requests change, but not with each of them. */
export function useViewCounts(list: ViewList, enabled: boolean): Map<string, number | null> {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: keys.viewCountsOf(list),
    queryFn: async ({ signal }) => (await api.countViews({ query: { list }, signal })).data,
    staleTime: COUNTED_MS,
    enabled,
  });
  useEffect(() => {
    if (!enabled) return;
    const queryKey = keys.viewCountsOf(list);
    const timer = setInterval(() => {
      if (client.getQueryState(queryKey)?.isInvalidated === true) void client.refetchQueries({ queryKey });
    }, COUNTED_MS);
    return () => clearInterval(timer);
  }, [client, list, enabled]);
  return new Map(data?.map(({ id, count }) => [id, count]));
}

/** What can be done with the views of a list. */
export function useChangeViews(list: ViewList) {
  const client = useQueryClient();
  const refresh = async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.viewsOf(list) }),
      client.invalidateQueries({ queryKey: keys.viewCountsOf(list) }),
    ]);
  };
  return {
    create: useMutation({
      mutationFn: ({ body, key }: { body: CreateView; key: string }) => api.createView({ body, idempotencyKey: key }),
      onSuccess: refresh,
    }),
    change: useMutation({
      mutationFn: ({ view: { id, version }, body }: { view: SavedView; body: PatchView }) =>
        api.patchView({ params: { id }, version, body }),
      onSettled: refresh,
    }),
    move: useMutation({
      mutationFn: ({ id, before }: { id: string; before: string | null }) =>
        api.moveView({ params: { id }, body: { before } }),
      onSettled: refresh,
    }),
    remove: useMutation({ mutationFn: (id: string) => api.deleteView({ params: { id } }), onSuccess: refresh }),
  };
}
