import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys.ts';

/** A change of the company's members; afterwards, also when it was refused, the company is fetched again. */
export function useMemberChange<Input>(
  call: (input: Input) => Promise<unknown>,
): UseMutationResult<unknown, Error, Input> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.company }),
  });
}
