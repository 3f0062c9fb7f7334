import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** The mail log by pages, newest first. */
export const mailLogQuery = infiniteQueryOptions({
  queryKey: [...keys.mailLog, 'list'],
  queryFn: ({ pageParam, signal }) =>
    api.listMails({ query: pageParam === null ? {} : { 'page[after]': pageParam }, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: ({ links: { next } }) =>
    next === null ? null : new URL(next, window.location.origin).searchParams.get('page[after]'),
});

export const mailQuery = (id: string) =>
  queryOptions({ queryKey: keys.mail(id), queryFn: ({ signal }) => api.getMail({ params: { id }, signal }) });
