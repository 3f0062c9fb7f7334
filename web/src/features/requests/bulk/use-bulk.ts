import type { BulkOutcome } from '@companyaccount/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { keys } from '../../../api/keys.ts';
import { notify } from '../../../ui/notify.ts';
import { offerUndo } from '../../../ui/undo/offer-undo.tsx';
import { callsBack, callsFor, countOutcomes, type Deed } from './bulk.ts';
import { useDeedWords } from './use-deed-words.ts';

export interface Told {
  /** Staff whom the deed may name. */
  agents: readonly { id: string; name: string }[];
  /** The number of the request, where there is only one. */
  number?: string;
}

/** Tells what a deed of staff did, and offers to take it back. */
export function useTellDeed() {
  const { t } = useTranslation('bulk');
  const queryClient = useQueryClient();
  const words = useDeedWords();
  const carryOut = async (calls: ReturnType<typeof callsFor>): Promise<BulkOutcome[]> => {
    const outcomes: BulkOutcome[] = [];
    try {
      // One after the other, so that staff who work beside are not held up.
      for (const body of calls) outcomes.push(...(await api.changeRequests({ body })).data);
    } finally {
      for (const queryKey of [keys.requestLists, ['queues'], ['request'], ['desk-tags']]) {
        void queryClient.invalidateQueries({ queryKey });
      }
    }
    return outcomes;
  };
  return {
    carryOut,
    tell: (outcomes: readonly BulkOutcome[], deed: Deed, { agents, number }: Told): void => {
      const outcome = countOutcomes(outcomes);
      const rest = words.rest(outcome);
      if (outcome.done === 0) return notify(t('nothing'), rest === '' ? t('already') : rest);
      const title = words.title(deed, outcome.done, agents, number);
      const back = callsBack(outcomes, deed, t('mistake'));
      if (back.length === 0) return notify(title, rest);
      offerUndo({
        title,
        text: rest,
        undo: async () => {
          const undone = countOutcomes(await carryOut(back));
          const left = words.rest(undone);
          return { undone: undone.done > 0, words: left === '' ? t('undone', { count: undone.done }) : left };
        },
      });
    },
  };
}

/** Does one thing with many requests; the answer names those that were refused. */
export function useBulk(agents: Told['agents']) {
  const { carryOut, tell } = useTellDeed();
  return useMutation({
    mutationFn: ({ ids, deed }: { ids: readonly string[]; deed: Deed }) =>
      carryOut(
        callsFor(
          ids.map((id) => ({ id })),
          deed,
        ),
      ),
    onSuccess: (outcomes, { deed }) => tell(outcomes, deed, { agents }),
  });
}
