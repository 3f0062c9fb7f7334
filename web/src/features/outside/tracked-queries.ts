import { createClient, type TrackedMessage } from '@companyaccount/contract';
import { queryOptions } from '@tanstack/react-query';
import { useEffect } from 'react';
import { nextPage } from '../../api/next-page.ts';
import { useLinkToken } from '../public/use-link-token.ts';

/** Nothing tells this page of changes: the live stream is for people with an account. */
const ASK_AGAIN_MS = 10_000;
const KEPT = 'tracking-token';

/**
 * The token of the link, out of the address bar. This tab keeps it, so that the page may be loaded anew; closing the tab
 * forgets it.
 */
export function useTrackingToken(): string {
  const linked = useLinkToken();
  useEffect(() => {
    if (linked !== '') sessionStorage.setItem(KEPT, linked);
  }, [linked]);
  return linked === '' ? (sessionStorage.getItem(KEPT) ?? '') : linked;
}

export const trackedQuery = (token: string) =>
  queryOptions({
    queryKey: ['tracked', token],
    queryFn: ({ signal }) => createClient({ token }).getSubmission({ signal }),
    enabled: token !== '',
    refetchInterval: ({ state }) => (state.error === null ? ASK_AGAIN_MS : false),
  });

/** A thread is read as a whole, page after page. */
export const trackedMessagesQuery = (token: string) =>
  queryOptions({
    queryKey: ['tracked', token, 'messages'],
    queryFn: async ({ signal }) => {
      const client = createClient({ token });
      const all: TrackedMessage[] = [];
      let after: string | null = null;
      do {
        const query: Record<string, string | number> = {
          'page[size]': 100,
          ...(after === null ? {} : { 'page[after]': after }),
        };
        const page = await client.listSubmissionMessages({ query, signal });
        all.push(...page.data);
        after = nextPage(page);
      } while (after !== null);
      return all;
    },
    refetchInterval: ({ state }) => (state.error === null ? ASK_AGAIN_MS : false),
  });
