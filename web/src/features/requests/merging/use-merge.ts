import type { Request } from '@companyaccount/contract';
import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { offerUndo } from '../../../ui/undo/offer-undo.tsx';

/** Fetches everything that shows requests again. */
function useRefresh(): (...requests: string[]) => void {
  const queryClient = useQueryClient();
  return (...requests) => {
    for (const id of requests) void queryClient.invalidateQueries({ queryKey: keys.request(id) });
    void queryClient.invalidateQueries({ queryKey: keys.requestLists });
    void queryClient.invalidateQueries({ queryKey: ['queues'] });
  };
}

/** Takes back that one request was merged into another. */
export function useUnmerge(intoId: string): UseMutationResult<Request, Error, string> {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => api.unmergeRequest({ params: { id } }),
    onSettled: (_request, _error, id) => refresh(id, intoId),
  });
}

/** Merges a request into the one of a number; tells it and offers to take it back. The page goes on with the other one. */
export function useMerge({ id, number }: Pick<Request, 'id' | 'number'>): UseMutationResult<Request, Error, string> {
  const { t } = useTranslation('requests');
  const refresh = useRefresh();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (into: string) => api.mergeRequest({ params: { id }, body: { number: into } }),
    onSuccess: (target) => {
      queryClient.setQueryData(keys.request(target.id), target);
      offerUndo({
        title: t('merge.done', { number, into: target.number }),
        text: '',
        undo: async () => {
          await api.unmergeRequest({ params: { id } });
          refresh(id, target.id);
          return { undone: true, words: t('merge.undone', { number }) };
        },
      });
    },
    onSettled: (target) => refresh(id, ...(target === undefined ? [] : [target.id])),
  });
}
