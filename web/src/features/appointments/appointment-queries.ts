import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** The newest appointments of one's own company. */
export const appointmentsQuery = (companyId: string) =>
  queryOptions({
    queryKey: keys.appointments(companyId),
    queryFn: async ({ signal }) =>
      (await api.listAppointments({ params: { id: companyId }, query: { 'page[size]': 10 }, signal })).data,
  });

/** Whom the vendor could appoint in a company, narrowed by a part of the name or address. */
export const candidatesQuery = (companyId: string, q: string) =>
  queryOptions({
    queryKey: keys.candidates(companyId, q),
    queryFn: async ({ signal }) =>
      (await api.listCandidates({ params: { id: companyId }, query: { q, 'page[size]': 20 }, signal })).data,
    placeholderData: keepPreviousData,
  });
