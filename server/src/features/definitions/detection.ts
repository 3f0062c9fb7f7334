import type { AllowState, DetectionAction, DetectionState } from '@companyaccount/contract/definitions';

/** What may be done next with a detection, by the state of its newest revision and whether an earlier one is out. */
export function detectionActions(state: DetectionState, { isOut }: { isOut: boolean }): DetectionAction[] {
  switch (state) {
    case 'draft':
      return ['edit', 'approve', 'drop', ...(isOut ? (['withdraw'] as const) : [])];
    case 'approved':
      return ['edit', 'drop', ...(isOut ? (['withdraw'] as const) : [])];
    case 'released':
      return ['replace', 'withdraw'];
    case 'withdrawn':
    case 'replaced':
      return ['replace'];
  }
}

/** What may be done next with an entry of the allow-list. */
export const allowActions = (state: AllowState): ('approve' | 'withdraw')[] =>
  state === 'draft' ? ['approve', 'withdraw'] : state === 'withdrawn' ? [] : ['withdraw'];

/**
 * Whether somebody may approve what these people wrote: never one of them, unless the installation has a single
 * analyst. Answers with `alone` where that was needed.
 */
export function mayApprove(
  authorIds: readonly string[],
  approverId: string,
  singleAnalyst: boolean,
): 'yes' | 'alone' | 'no' {
  if (!authorIds.includes(approverId)) return 'yes';
  return singleAnalyst ? 'alone' : 'no';
}
