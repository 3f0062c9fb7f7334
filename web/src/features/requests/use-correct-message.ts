import type { Message } from '@companyaccount/contract';
import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import type { UsedDraft } from '../../ui/drafts/use-draft.ts';
import type { Correction } from './message-draft.ts';

/** Gives a message a new text; refused when it was corrected elsewhere since it was shown. */
export function useCorrectMessage(
  requestId: string,
  message: Message,
  draft: Pick<UsedDraft<Correction>, 'send'>,
): UseMutationResult<Message, Error, string> {
  const queryClient = useQueryClient();
  const { id: messageId, version } = message;
  return useMutation({
    mutationFn: (text: string) =>
      draft.send((query) =>
        api.correctMessage({
          params: { id: requestId, messageId },
          query,
          version,
          body: { text },
        }),
      ),
    onSuccess: (corrected) => {
      queryClient.setQueryData<Message[]>(keys.messages(requestId), (before) =>
        before?.map((one) => (one.id === messageId ? corrected : one)),
      );
      void queryClient.invalidateQueries({ queryKey: keys.requestLists });
    },
    // Also after a refusal: the next try then stands on what is there now.
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.request(requestId) }),
  });
}
