import { ApiError, type Me, type Permission, PERMISSIONS } from '@companyaccount/contract';
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from './client.ts';
import { keys } from './keys.ts';
import { queryClient } from './query-client.ts';

async function askWho(): Promise<Me | null> {
  // Asking for the session first keeps a signed-out visit free of a refused call.
  const { session } = await api.getSession();
  if (session === null) return null;
  try {
    return await api.getMe();
  } catch (error) {
    if (error instanceof ApiError && error.code === 'unauthenticated') return null;
    throw error;
  }
}

/** Learns who is signed in; what another person or another company was shown is forgotten before anybody is told. */
async function fetchMe(): Promise<Me | null> {
  const me = await askWho();
  const known = queryClient.getQueryData<Me | null>(keys.me);
  if (known !== undefined && (known?.id !== me?.id || known?.company?.id !== me?.company?.id)) {
    queryClient.removeQueries({
      predicate: ({ queryKey }) => queryKey[0] !== keys.me[0] && queryKey[0] !== keys.vendor[0],
    });
  }
  return me;
}

export const meQuery = queryOptions({ queryKey: keys.me, queryFn: fetchMe, staleTime: 5 * 60_000 });

export const vendorQuery = queryOptions({
  queryKey: keys.vendor,
  queryFn: ({ signal }) => api.getVendor({ signal }),
  staleTime: Infinity,
});

/** The person signed in, or null; undefined while that is not known yet. */
export const useMe = (): Me | null | undefined => useQuery(meQuery).data;

/**
 * The person signed in, for pages that only open when there is one. While a page is being left because the session has
 * ended, it still is the person who was there.
 */
export function useSignedIn(): Me {
  const me = useSuspenseQuery(meQuery).data;
  const [known, setKnown] = useState(me);
  if (me !== null && me !== known) setKnown(me);
  const person = me ?? known;
  if (person === null) throw new ApiError({ status: 401, code: 'unauthenticated' });
  return person;
}

/** Whether the person may use what is open to `permission`. */
export function may(me: Me, permission: Permission): boolean {
  return PERMISSIONS[permission]({
    personId: me.id,
    membership: me.company === null ? null : { companyId: me.company.id, role: me.company.role },
    agentRoles: me.agentRoles,
  });
}

/** The page a person's work begins on. */
export function homePath(me: Me): '/home' | '/desk' | '/lab' | '/admin/mail-log' {
  if (me.agentRoles.includes('engineer') || me.agentRoles.includes('lead')) return '/desk';
  if (me.agentRoles.includes('analyst')) return '/lab';
  if (me.agentRoles.includes('admin')) return '/admin/mail-log';
  return '/home';
}
