import { api } from './client.ts';
import { keys } from './keys.ts';
import { announceSession } from './live.ts';
import { meQuery } from './me.ts';
import { queryClient } from './query-client.ts';

/**
 * To be awaited after signing in or out and after choosing a company: forgets what the previous person or company was
 * shown, learns who is signed in now, and lets the other tabs do the same.
 */
export async function sessionChanged(): Promise<void> {
  queryClient.removeQueries({
    predicate: ({ queryKey }) => queryKey[0] !== keys.me[0] && queryKey[0] !== keys.vendor[0],
  });
  await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
  announceSession();
}

export async function signOut(): Promise<void> {
  await api.signOut();
  await sessionChanged();
}
