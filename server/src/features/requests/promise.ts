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
 * The promise after a re-grade, in minutes before and after it. The clock keeps its beginning. A shorter target that
 * would be over already counts from now instead, but nothing is put off by it; a promise that has run out stays so,
 * for no severity takes back a late answer.
 */
export function promiseRegraded(
  current: PromisedTime,
  { before, after }: { before: number | null; after: number | null },
  status: RequestStatus,
  now: Date,
): PromisedTime {
  if (status !== 'new' && status !== 'open') return current;
  if (current.at !== null && current.at <= now) return current;
  if (after === null) return NONE;
  if (current.at === null || before === null) return inMinutes(now, after);
  const at = new Date(current.at.getTime() + (after - before) * 60_000);
  if (at > now) return { at, paused: false };
  const fromNow = inMinutes(now, after);
  return fromNow.at !== null && fromNow.at < current.at ? fromNow : current;
}

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
