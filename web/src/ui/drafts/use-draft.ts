import type { DraftKey } from '@companyaccount/contract';
import { useEffect, useSyncExternalStore } from 'react';
import type { DraftKeeper, DraftView } from '../../api/draft-keeper.ts';
import { type DraftFields, holdDraft, keeperOf } from '../../api/drafts.ts';
import { useSignedIn } from '../../api/me.ts';

export type UsedDraft<T extends object> = DraftView<T> &
  Pick<DraftKeeper<T>, 'change' | 'send' | 'discard' | 'useOther' | 'keepThis' | 'swap' | 'forget'>;

/**
 * What the person signed in is writing in a form: kept in the browser at once and on the server soon after, and there
 * again in whatever window the form is opened next. `empty` is the form as it begins.
 */
export function useDraft<T extends DraftFields>(key: DraftKey, empty: T): UsedDraft<T> {
  const { id, company } = useSignedIn();
  const companyId = company?.id ?? null;
  const owner = { id, companyId };
  const keeper = keeperOf(owner, key, empty);
  const view = useSyncExternalStore(keeper.subscribe, keeper.view);
  useEffect(() => holdDraft({ id, companyId }, key), [id, companyId, key]);
  const { change, send, discard, useOther, keepThis, swap, forget } = keeper;
  return { ...view, change, send, discard, useOther, keepThis, swap, forget };
}
