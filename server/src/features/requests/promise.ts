import type { RequestStatus } from '@companyaccount/contract/requests';

/** Minutes within which the vendor speaks: for the first time, and each time after. */
export interface Target {
  first: number;
  next: number;
}

/** By when the vendor has promised to speak next; a promise that is paused waits for the customer. */
export interface PromisedTime {
  at: Date | null;
  paused: boolean;
}

const NONE: PromisedTime = { at: null, paused: false };
const inMinutes = (now: Date, minutes: number): PromisedTime => ({
  at: new Date(now.getTime() + minutes * 60_000),
  paused: false,
});

/** The promise made when a request is filed; none without a plan. */
export const promiseAtStart = (target: Target | null, now: Date): PromisedTime =>
  target === null ? NONE : inMinutes(now, target.first);

/**
 * The promise after something was said or the status changed. The vendor's word renews it, a customer's word starts it
 * where none runs and never pushes a running one away, waiting for the customer pauses it, an end drops it.
 */
export function promiseAfter(
  current: PromisedTime,
  target: Target | null,
  status: RequestStatus,
  spoke: 'customer' | 'vendor' | null,
  now: Date,
): PromisedTime {
  if (status === 'resolved' || status === 'closed' || target === null) return NONE;
  if (status === 'waiting_for_customer') return { at: null, paused: true };
  if (spoke === 'vendor' || current.at === null) return inMinutes(now, target.next);
  return { at: current.at, paused: false };
}
