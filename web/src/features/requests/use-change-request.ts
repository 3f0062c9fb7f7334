import type { PatchRequest, Request } from '@companyaccount/contract';
import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';

/** A change of a request by `call`, whose answer is the request as it is now. */
export function useChangeRequest<Input>(
  id: string,
  call: (input: Input) => Promise<Request>,
): UseMutationResult<Request, Error, Input> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: (request) => queryClient.setQueryData(keys.request(id), request),
    // Also after a refusal, since that mostly means that somebody else was faster.
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: keys.request(id) });
      void queryClient.invalidateQueries({ queryKey: keys.requestLists });
      void queryClient.invalidateQueries({ queryKey: ['queues'] });
    },
  });
}

/** Corrects fields of a request; refused when somebody else changed them since they were shown. */
export const usePatchRequest = ({ id, version }: Request): UseMutationResult<Request, Error, PatchRequest> =>
  useChangeRequest(id, (body: PatchRequest) => api.patchRequest({ params: { id }, body, version }));
