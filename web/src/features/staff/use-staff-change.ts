import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys.ts';
import { useFreshSignIn } from '../../ui/fresh-sign-in/use-fresh-sign-in.ts';

/** A change of the staff, with a fresh sign-in where it is asked for; afterwards the list is fetched again. */
export function useStaffChange<Input, Answer>(
  call: (input: Input) => Promise<Answer>,
): UseMutationResult<Answer, Error, Input> {
  const queryClient = useQueryClient();
  const fresh = useFreshSignIn();
  return useMutation({
    mutationFn: (input: Input) => fresh(() => call(input)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.staff }),
  });
}
