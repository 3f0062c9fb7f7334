import {
  type Desk,
  type LabGlance,
  type Message,
  type QueryOf,
  type Request,
  type RequestSummary,
  type Routes,
  type SubmissionObject,
  type TimelineEntry,
} from '@companyaccount/contract';
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { nextPage } from '../../api/next-page.ts';

export type ListQuery = Omit<QueryOf<Routes['listRequests']>, 'page[after]'>;

type Page = Pick<Awaited<ReturnType<typeof api.listRequests>>, 'links'>;

const after = (cursor: string | null) => (cursor === null ? {} : { 'page[after]': cursor });

/** A row of a list; staff of the lab see there what is known of the files. */
export type ListedRequest = RequestSummary & { lab?: LabGlance };

async function fetchList({ desk, ...query }: ListQuery, atLab: boolean, signal: AbortSignal) {
  const page: Page & { data: ListedRequest[] } = atLab
    ? await api.listLabQueue({ query, signal })
    : await api.listRequests({ query: { ...query, ...(desk === undefined ? {} : { desk }) }, signal });
  return page;
}

/** A list of requests, page after page; `atLab`: of the Virus Lab, for those who work there. */
export const requestListQuery = (query: ListQuery, atLab = false) =>
  infiniteQueryOptions({
    queryKey: keys.requestList({ ...query, atLab }),
    queryFn: ({ pageParam, signal }) => fetchList({ ...query, ...after(pageParam) }, atLab, signal),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });

export const requestQuery = (id: string) =>
  queryOptions<Request>({
    queryKey: keys.request(id),
    queryFn: ({ signal }) => api.getRequest({ params: { id }, signal }),
  });

/** In which of one's companies a request is that the chosen one does not have. */
export const companyOfRequestQuery = (id: string) =>
  queryOptions({
    queryKey: keys.companyOfRequest(id),
    queryFn: ({ signal }) => api.findCompanyOfRequest({ params: { id }, signal }),
  });

/** A thread is read as a whole, so all its pages are fetched, one after the other. */
async function everyPage<T>(fetchPage: (cursor: string | null) => Promise<{ data: T[] } & Page>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | null = null;
  do {
    const page = await fetchPage(cursor);
    all.push(...page.data);
    cursor = nextPage(page);
  } while (cursor !== null);
  return all;
}

export const messagesQuery = (id: string) =>
  queryOptions<Message[]>({
    queryKey: keys.messages(id),
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        api.listMessages({ params: { id }, query: { 'page[size]': 100, ...after(cursor) }, signal }),
      ),
  });

/** What a corrected message said before; `version` is the one that stands. */
export const messageVersionsQuery = (id: string, messageId: string, version: number) =>
  infiniteQueryOptions({
    queryKey: keys.messageVersions(id, messageId, version),
    queryFn: ({ pageParam, signal }) =>
      api.listMessageVersions({ params: { id, messageId }, query: { ...after(pageParam) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });

export const timelineQuery = (id: string) =>
  queryOptions<TimelineEntry[]>({
    queryKey: keys.timeline(id),
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        api.listTimeline({ params: { id }, query: { 'page[size]': 100, ...after(cursor) }, signal }),
      ),
  });

/** Open requests of the same customer that say nearly the same. */
export const duplicatesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.duplicates(id),
    queryFn: async ({ signal }) => (await api.listDuplicates({ params: { id }, signal })).data,
    staleTime: 60_000,
  });

/** What was submitted with a lab request, and how far its analysis has come. */
export const objectsQuery = (id: string) =>
  queryOptions<SubmissionObject[]>({
    queryKey: keys.objects(id),
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        api.listObjects({ params: { id }, query: { 'page[size]': 100, ...after(cursor) }, signal }),
      ),
  });

/** What stands behind a request about an account. */
export const accountCaseQuery = (id: string) =>
  queryOptions({
    queryKey: keys.accountCase(id),
    queryFn: ({ signal }) => api.getAccountCase({ params: { id }, signal }),
  });

export const customerQuery = (id: string) =>
  queryOptions({
    queryKey: keys.customer(id),
    queryFn: ({ signal }) => api.getCustomer({ params: { id }, signal }),
  });

/** Begins to fetch all that the page of a request shows, so that nothing there waits for another thing. */
export function prefetchRequest(queryClient: QueryClient, id: string): void {
  void queryClient.prefetchQuery(requestQuery(id));
  void queryClient.prefetchQuery(messagesQuery(id));
  void queryClient.prefetchQuery(timelineQuery(id));
}

/** Who an author is, as their requests tell; null where there are none that the reader may see. */
export const authorQuery = (author: string) =>
  queryOptions({
    queryKey: keys.author(author),
    queryFn: async ({ signal }) =>
      (await api.listRequests({ query: { author, 'page[size]': 1 }, signal })).data[0]?.author ?? null,
    staleTime: 10 * 60_000,
  });

export const productsQuery = queryOptions({
  queryKey: keys.products,
  queryFn: async ({ signal }) => (await api.listProducts({ signal })).data,
  staleTime: 10 * 60_000,
});

/** Support plans, for staff of the desks. */
export const plansQuery = queryOptions({
  queryKey: keys.deskPlans,
  queryFn: async ({ signal }) => (await api.listDeskPlans({ signal })).data,
  staleTime: 10 * 60_000,
});

/** The tags that requests of a desk have, by name. */
export const tagsQuery = (desk: Desk) =>
  queryOptions({
    queryKey: keys.deskTags(desk),
    queryFn: async ({ signal }) => (await api.listTags({ query: { desk }, signal })).data,
    staleTime: 60_000,
  });

export const agentsQuery = (desk: Desk) =>
  queryOptions({
    queryKey: keys.agents(desk),
    queryFn: async ({ signal }) => (await api.listDeskAgents({ query: { desk }, signal })).data,
    staleTime: 5 * 60_000,
  });

export const queuesQuery = (desk: Desk) =>
  queryOptions({
    queryKey: keys.queues(desk),
    queryFn: async ({ signal }) => (await api.listQueues({ query: { desk }, signal })).data,
  });
