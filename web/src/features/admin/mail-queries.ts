import type { MailState } from '@companyaccount/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** What the mail log is narrowed to; it stands in the address bar. */
export interface MailFilters {
  state?: MailState | undefined;
  to?: string | undefined;
}

/** The mail log by pages, newest first. */
export const mailLogQuery = ({ state, to }: MailFilters) =>
  infiniteQueryOptions({
    queryKey: [...keys.mailLog, 'list', state ?? null, to ?? null],
    queryFn: ({ pageParam, signal }) =>
      api.listMails({
        query: {
          ...(state === undefined ? {} : { state }),
          ...(to === undefined ? {} : { to }),
          ...(pageParam === null ? {} : { 'page[after]': pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ links: { next } }) =>
      next === null ? null : new URL(next, window.location.origin).searchParams.get('page[after]'),
  });

export const mailQuery = (id: string) =>
  queryOptions({ queryKey: keys.mail(id), queryFn: ({ signal }) => api.getMail({ params: { id }, signal }) });
