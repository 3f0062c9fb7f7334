import type { RequestStatus } from '@companyaccount/contract/requests';
import { addWorkingTime, type WorkingHours, workingTimeBetween } from '#platform/working-time.ts';

/** Working minutes of a calendar within which the vendor speaks: for the first time, and each time after. */
export interface Target {
  first: number;
  next: number;
  calendar: WorkingHours;
}

/** By when the vendor has promised to speak next; a promise that is paused waits for the customer. */
export interface PromisedTime {
  at: Date | null;
  paused: boolean;
  /** While it is paused, the working minutes with which it goes on; null: with a whole promise. */
  left: number | null;
}

const NONE: PromisedTime = { at: null, paused: false, left: null };
const pausedWith = (left: number | null): PromisedTime => ({ at: null, paused: true, left });
const running = (calendar: WorkingHours, now: Date, minutes: number): PromisedTime => ({
  at: addWorkingTime(calendar, now, minutes),
  paused: false,
  left: null,
});

/** The promise made when a request is filed; none without a plan. */
export const promiseAtStart = (target: Target | null, now: Date): PromisedTime =>
  target === null ? NONE : running(target.calendar, now, target.first);

/** Fewer minutes than anybody could be warned in are not left of a promise by moving it. */
const LEFT_MIN = 5;

/**
 * What is left of `left` minutes when the target was `before` and is `after`. Where that would be next to nothing it is the
 * whole of the new target, and never more than it was.
 */
const leftAfter = (left: number, before: number, after: number): number => {
  const moved = left + after - before;
  return moved >= LEFT_MIN ? moved : Math.min(left, after);
};

/** Working minutes within which the vendor speaks next, null where that is not promised. */
interface Terms {
  minutes: number | null;
  calendar: WorkingHours;
}

/**
 * The promise after a re-grade, or after its plan was changed. The clock keeps its beginning. A shorter target that would
 * be over already, or in a moment, counts from now instead, but nothing is put off by it; a promise that has run out stays
 * so, for no severity takes back a late answer. A clock that stands has more or less left.
 */
export function promiseRecounted(
  current: PromisedTime,
  before: Terms,
  after: Terms,
  status: RequestStatus,
  now: Date,
): PromisedTime {
  const { minutes, calendar } = after;
  if (status === 'resolved' || status === 'closed') return current;
  if (current.at !== null && current.at <= now) return current;
  if (minutes === null) return NONE;
  if (status === 'waiting_for_customer') {
    if (current.left === null || before.minutes === null) return pausedWith(null);
    return pausedWith(leftAfter(current.left, before.minutes, minutes));
  }
  if (current.at === null || before.minutes === null) return running(calendar, now, minutes);
  const left = workingTimeBetween(before.calendar, now, current.at);
  return running(calendar, now, leftAfter(left, before.minutes, minutes));
}

/**
 * The promise after something was said or the status changed. The vendor's word renews it, a customer's word starts it
 * where none runs and never pushes a running one away, waiting for the customer pauses it, an end drops it. What was
 * paused goes on with what was left.
 */
export function promiseAfter(
  current: PromisedTime,
  target: Target | null,
  status: RequestStatus,
  spoke: 'customer' | 'vendor' | null,
  now: Date,
): PromisedTime {
  if (status === 'resolved' || status === 'closed' || target === null) return NONE;
  const { calendar, next } = target;
  if (status === 'waiting_for_customer') {
    if (spoke === 'vendor') return pausedWith(next);
    return current.at === null ? pausedWith(current.left) : pausedWith(workingTimeBetween(calendar, now, current.at));
  }
  if (spoke === 'vendor') return running(calendar, now, next);
  if (current.at !== null) return { at: current.at, paused: false, left: null };
  return running(calendar, now, current.left ?? next);
}
