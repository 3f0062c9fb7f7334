import type { TakeNext } from '@companyaccount/contract';
import { Button } from '@mantine/core';
import { IconPlayerTrackNext } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { errorText } from '../../api/error-text.ts';
import { keys } from '../../api/keys.ts';
import { useSignedIn } from '../../api/me.ts';
import { useIdempotencyKey } from '../../api/use-idempotency-key.ts';
import { notify } from '../../ui/notify.ts';
import { useShortcut } from '../../ui/shortcuts/use-shortcut.ts';
import { useTellDeed } from './bulk/use-bulk.ts';
import type { QueueSearch } from './queue-search.ts';
import { PLACE_OF_DESK } from './request-link.ts';

interface TakeNextButtonProps {
  /** What the request has to fit. */
  next: TakeNext;
  /** The list, which stays beside the request. */
  search: QueueSearch;
}

/** Takes the most urgent request of the list that nobody has, and opens it. */
export function TakeNextButton({ next, search }: TakeNextButtonProps) {
  const { t } = useTranslation('requests');
  const me = useSignedIn();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { tell } = useTellDeed();
  const { keyFor, done } = useIdempotencyKey();
  const taking = useMutation({
    mutationFn: () => api.takeNextRequest({ body: next, idempotencyKey: keyFor(next) }),
    onSuccess: (request) => {
      const { id, number, status, resolution, severity, updatedAt } = request;
      done();
      queryClient.setQueryData(keys.request(id), request);
      for (const queryKey of [keys.requestLists, keys.queues(next.desk)]) {
        void queryClient.invalidateQueries({ queryKey });
      }
      const before = { status, resolution, ownerId: null, severity };
      tell(
        [{ id, outcome: 'done', code: null, before, updatedAt }],
        { deed: 'assign', personId: me.id },
        { agents: [], number },
      );
      void navigate({ to: PLACE_OF_DESK[next.desk], params: { requestId: id }, search });
    },
    onError: (error) => notify(t('next.none'), errorText(error)),
  });
  const take = (): void => {
    if (!taking.isPending) taking.mutate();
  };
  useShortcut('takeNext', take);
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlayerTrackNext size={14} aria-hidden />}
      loading={taking.isPending}
      title={t('next.help')}
      onClick={take}
    >
      {t('next.take')}
    </Button>
  );
}
