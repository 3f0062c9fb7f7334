import type { LabStage, RequestStatus } from '@companyaccount/contract/requests';
import {
  CARRIED_VERDICTS,
  DETECTED_VERDICTS,
  type VerdictReason,
  type VerdictWord,
} from '@companyaccount/contract/verdicts';
import { refuseField } from '#platform/errors.ts';

const isOneOf = (words: readonly VerdictWord[], word: VerdictWord): boolean => words.includes(word);

/** Whether scanners report a file under this verdict. */
export const isDetected = (word: VerdictWord): boolean => isOneOf(DETECTED_VERDICTS, word);

/** What a verdict may name, as far as its own words tell. Refuses what does not belong to it. */
export function refuseWrongContent(given: {
  verdict: VerdictWord;
  reason?: VerdictReason;
  detectionId?: string;
  allowEntryId?: string;
  withContainers?: boolean;
}): void {
  const { verdict, reason, detectionId, allowEntryId, withContainers = false } = given;
  const isRemoval = verdict === 'false_detection_removed';
  if (verdict === 'not_analysable' && reason === undefined) throw refuseField('/reason', 'required');
  if (verdict !== 'not_analysable' && reason !== undefined) throw refuseField('/reason', 'invalid');
  if (detectionId !== undefined && !isRemoval && !isDetected(verdict)) throw refuseField('/detectionId', 'invalid');
  if (allowEntryId !== undefined && (!isRemoval || detectionId !== undefined)) {
    throw refuseField('/allowEntryId', 'invalid');
  }
  if (withContainers && !isOneOf(CARRIED_VERDICTS, verdict)) throw refuseField('/withContainers', 'invalid');
}

/** How a request stands after verdicts were told to it. */
export interface Answered {
  /** Files and addresses that still wait for a word. */
  remaining: number;
  /** A release is still to come for one of the verdicts. */
  due: boolean;
  /** One of the verdicts is in a release that is out. */
  released: boolean;
}

/** Where a request goes with its answer: further on while something is waited for, else to its end. */
export function standingAfter(
  { remaining, due, released }: Answered,
  status: RequestStatus,
): { status: Exclude<RequestStatus, 'new'>; stage: LabStage | null } {
  if (remaining > 0) {
    const laidAside = status === 'waiting_for_customer';
    return { status: laidAside ? status : 'open', stage: laidAside ? null : 'with_analyst' };
  }
  if (due) return { status: 'open', stage: 'final_verdict' };
  return { status: 'resolved', stage: released ? 'published' : 'final_verdict' };
}
