import type { ReceivedMailState } from '@companyaccount/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** What the list of received mails is narrowed to; it stands in the address bar. */
export interface ReceivedFilters {
  state?: ReceivedMailState | undefined;
}

/** Received mails by pages, newest first. */
export const receivedMailsQuery = ({ state }: ReceivedFilters) =>
  infiniteQueryOptions({
    queryKey: [...keys.receivedMails, 'list', state ?? null],
    queryFn: ({ pageParam, signal }) =>
      api.listReceivedMails({
        query: {
          ...(state === undefined ? {} : { state }),
          ...(pageParam === null ? {} : { 'page[after]': pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ links: { next } }) =>
      next === null ? null : new URL(next, window.location.origin).searchParams.get('page[after]'),
  });

export const receivedMailQuery = (id: string) =>
  queryOptions({
    queryKey: keys.receivedMail(id),
    queryFn: ({ signal }) => api.getReceivedMail({ params: { id }, signal }),
  });
