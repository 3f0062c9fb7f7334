import { type Membership, PROFILES_MAX } from '@companyaccount/contract';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';
import { keys } from './keys.ts';
import { nextPage } from './next-page.ts';

/** The company that the session acts for. */
export const companyQuery = (id: string) =>
  queryOptions({
    queryKey: keys.companyOf(id),
    queryFn: ({ signal }) => api.getCompany({ params: { id }, signal }),
  });

/** What its files take, and may take. */
export const storageQuery = (id: string) =>
  queryOptions({
    queryKey: keys.storage(id),
    queryFn: ({ signal }) => api.getStorage({ params: { id }, signal }),
  });

/** Its mail domains, page after page. */
export const domainsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keys.domains(id),
    queryFn: ({ pageParam, signal }) =>
      api.listDomains({
        params: { id },
        query: { 'page[size]': 100, ...(pageParam === null ? {} : { 'page[after]': pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });

/** Its members in one state, page after page. */
export const membersQuery = (id: string, state: Membership['state']) =>
  infiniteQueryOptions({
    queryKey: keys.members(id, state),
    queryFn: ({ pageParam, signal }) =>
      api.listMembers({
        params: { id },
        query: { state, 'page[size]': 100, ...(pageParam === null ? {} : { 'page[after]': pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: nextPage,
  });

/** The first of its members with `q` in their name. */
export const colleaguesNamed = (id: string, q: string) =>
  queryOptions({
    queryKey: keys.colleaguesNamed(id, q),
    queryFn: async ({ signal }) => {
      const query = { state: 'active' as const, 'page[size]': 20, ...(q === '' ? {} : { q }) };
      const { data } = await api.listMembers({ params: { id }, query, signal });
      return data.map(({ personId, name }) => ({ id: personId, name }));
    },
  });

/** All product profiles of a company, by name; there are few enough for one page. */
export const profilesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.profiles(id),
    queryFn: async ({ signal }) => {
      const { data } = await api.listProductProfiles({ params: { id }, query: { 'page[size]': PROFILES_MAX }, signal });
      return data.toSorted((one, other) => one.name.localeCompare(other.name));
    },
  });
