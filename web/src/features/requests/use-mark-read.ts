import type { Request } from '@companyaccount/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** Remembers that the reader has seen the request, as soon as it is really in front of them. */
export function useMarkRead({ id, unread, messageCount }: Pick<Request, 'id' | 'unread' | 'messageCount'>): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!unread) return;
    const mark = (): void => {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', mark);
      api.markRequestRead({ params: { id } }).then(
        () => {
          queryClient.setQueryData<Request>(keys.request(id), (before) => before && { ...before, unread: false });
          void queryClient.invalidateQueries({ queryKey: keys.requestLists });
        },
        // The mark is a convenience: the next look at the request sets it.
        () => undefined,
      );
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [queryClient, id, unread, messageCount]);
}
