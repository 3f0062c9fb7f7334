import type { CreateMessage, Message } from '@companyaccount/contract';
import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import type { UsedDraft } from '../../ui/drafts/use-draft.ts';
import type { MessageDraft } from './message-draft.ts';

/** Sends a message, and its draft goes with it; sending the same again after a lost answer writes it only once. */
export function useSendMessage(
  requestId: string,
  draft: Pick<UsedDraft<MessageDraft>, 'send'>,
): UseMutationResult<Message, Error, CreateMessage> {
  const queryClient = useQueryClient();
  const idempotency = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: CreateMessage) =>
      draft.send((query) =>
        api.createMessage({
          params: { id: requestId },
          query,
          body,
          idempotencyKey: idempotency.keyFor(body),
        }),
      ),
    onSuccess: async (message) => {
      idempotency.done();
      // It stands in a new request where this one was closed for good.
      queryClient.setQueryData<Message[]>(keys.messages(message.requestId), (before) =>
        before === undefined || before.some(({ id }) => id === message.id) ? before : [...before, message],
      );
      await queryClient.invalidateQueries({ queryKey: keys.request(requestId) });
      void queryClient.invalidateQueries({ queryKey: keys.requestLists });
      void queryClient.invalidateQueries({ queryKey: ['queues'] });
    },
  });
}
