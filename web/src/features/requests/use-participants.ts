import type { Participant } from '@companyaccount/contract';
import { queryOptions, useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** Who takes part in a request; there are few enough for one page. */
export const participantsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.participants(id),
    queryFn: async ({ signal }) =>
      (await api.listParticipants({ params: { id }, query: { 'page[size]': 100 }, signal })).data,
  });

/** Who could be added: the first members whose name has `q` in it. */
export const colleaguesQuery = (id: string, q: string) =>
  queryOptions({
    queryKey: keys.colleagues(id, q),
    queryFn: async ({ signal }) =>
      (await api.listColleagues({ params: { id }, query: { ...(q === '' ? {} : { q }), 'page[size]': 20 }, signal }))
        .data,
  });

function useChangeParticipants<Input>(
  requestId: string,
  call: (input: Input) => Promise<unknown>,
): UseMutationResult<unknown, Error, Input> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}

export const useAddParticipant = (id: string): UseMutationResult<unknown, Error, string> =>
  useChangeParticipants(id, (personId: string) => api.addParticipant({ params: { id }, body: { personId } }));

export const useRemoveParticipant = (id: string): UseMutationResult<unknown, Error, Participant> =>
  useChangeParticipants(id, (person: Participant) => api.removeParticipant({ params: { id, personId: person.id } }));
