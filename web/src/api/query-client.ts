import { ApiError } from '@companyaccount/contract';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { keys } from './keys.ts';

/** A call that was refused may be repeated only when the server was not reached or stumbled itself. */
function isTransient(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

function onError(error: unknown): void {
  // Either the session ended elsewhere, and the guard leads to the sign-in page; or it got a new cookie while this call
  // was on its way, and nothing has happened.
  if (error instanceof ApiError && error.code === 'unauthenticated')
    void queryClient.invalidateQueries({ queryKey: keys.me });
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    // What the live stream reports is fetched again at once; without it a minute is fresh enough.
    queries: { staleTime: 60_000, retry: (count, error) => count < 2 && isTransient(error) },
    // A call without a connection fails at once and says so; waiting in silence would look like sending.
    mutations: { retry: false, networkMode: 'always' },
  },
});
