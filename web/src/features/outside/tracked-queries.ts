import { createClient, type SubmissionObject, type TrackedMessage } from '@companyaccount/contract';
import { queryOptions } from '@tanstack/react-query';
import { nextPage } from '../../api/next-page.ts';
import { useKeptLinkToken } from '../public/use-link-token.ts';

/** Nothing tells this page of changes: the live stream is for people with an account. */
const ASK_AGAIN_MS = 10_000;
const ANALYSED_MS = 2000;
const KEPT = 'tracking-token';

/** The token of the link, out of the address bar. */
export const useTrackingToken = (): string => useKeptLinkToken(KEPT);

export const trackedQuery = (token: string) =>
  queryOptions({
    queryKey: ['tracked', token],
    queryFn: ({ signal }) => createClient({ token }).getSubmission({ signal }),
    enabled: token !== '',
    refetchInterval: ({ state: { data, error } }) =>
      error !== null ? false : data?.labStage === 'received' ? ANALYSED_MS : ASK_AGAIN_MS,
  });

interface Page<T> {
  data: T[];
  links: { next: string | null };
}

/** A list that is read as a whole, page after page. */
async function readAll<T>(read: (query: Record<string, string | number>) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  let after: string | null = null;
  do {
    const page: Page<T> = await read({ 'page[size]': 100, ...(after === null ? {} : { 'page[after]': after }) });
    all.push(...page.data);
    after = nextPage(page);
  } while (after !== null);
  return all;
}

/** What was sent to the lab; asked for often until the automatic analysis is done with it. */
export const trackedObjectsQuery = (token: string) =>
  queryOptions({
    queryKey: ['tracked', token, 'objects'],
    queryFn: ({ signal }): Promise<SubmissionObject[]> =>
      readAll((query) => createClient({ token }).listSubmissionObjects({ query, signal })),
    refetchInterval: ({ state: { data, error } }) =>
      error !== null ? false : data?.some(({ outcome }) => outcome === null) === true ? ANALYSED_MS : ASK_AGAIN_MS,
  });

export const trackedMessagesQuery = (token: string) =>
  queryOptions({
    queryKey: ['tracked', token, 'messages'],
    queryFn: ({ signal }): Promise<TrackedMessage[]> =>
      readAll((query) => createClient({ token }).listSubmissionMessages({ query, signal })),
    refetchInterval: ({ state }) => (state.error === null ? ASK_AGAIN_MS : false),
  });
