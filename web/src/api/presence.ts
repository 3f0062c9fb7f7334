import type { Desk, Presence, PresenceNotice } from '@companyaccount/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';
import { keys } from './keys.ts';
import { queryClient } from './query-client.ts';

/** Who of the staff is at which request of a desk; the live stream keeps it right. */
export const presenceQuery = (desk: Desk) =>
  queryOptions<Presence[]>({
    queryKey: keys.presenceOf(desk),
    queryFn: async ({ signal }) => (await api.listPresence({ query: { desk }, signal })).data,
  });

/** Notes that somebody came, does something else, or went. */
export function applyPresence({ doing, ...place }: PresenceNotice): void {
  queryClient.setQueryData<Presence[]>(keys.presenceOf(place.desk), (all) => {
    if (all === undefined) return undefined;
    const rest = all.filter((one) => one.requestId !== place.requestId || one.person.id !== place.person.id);
    return doing === 'gone' ? rest : [...rest, { ...place, doing }];
  });
}
