import { addWorkingTime, type WorkingHours, workingTimeBetween } from '#platform/working-time.ts';
import type { PromisedTime } from './promise.ts';

/** What has been done about a promise that runs out: 0 nothing, then in this order. */
export const OWNER_WARNED = 1;
export const LEADS_WARNED = 2;
export const ESCALATED = 3;

/** The part of its time that is left of a promise when its owner is warned; of that, a half when the leads are. */
const LEFT_FOR_OWNER = 1 / 4;
const LEFT_FOR_LEADS = 1 / 2;

/** With fewer minutes left than this, whoever is in charge is warned at once: the job comes by every minute. */
const SHORT = 5;

/** When something is done about a promise next, and what has been done. */
export interface Watch {
  at: Date | null;
  stage: number;
}

/** When so much of what is left now will be left of a promise, in working time. */
const whenLeft = (part: number, promised: Date, calendar: WorkingHours, now: Date): Date =>
  addWorkingTime(calendar, now, workingTimeBetween(calendar, now, promised) * (1 - part));

/** Whether a promise has run out and nothing was done about it yet. */
export const isUnseen = (watch: Watch, { at }: PromisedTime, now: Date): boolean =>
  watch.at !== null && at !== null && at <= now;

/**
 * The watch over a promise that was `before` and is `after`. A promise that was moved is watched anew; one that had run
 * out has been escalated, and is not again until the vendor has spoken (`renewed`).
 */
export function watchAfter(
  watch: Watch,
  before: PromisedTime,
  after: PromisedTime,
  renewed: boolean,
  calendar: WorkingHours,
  now: Date,
): Watch {
  const isDone = (watch.stage === ESCALATED || isUnseen(watch, before, now)) && !renewed;
  if (after.at === null) return { at: null, stage: isDone && after.paused ? ESCALATED : 0 };
  if (!renewed && before.at?.getTime() === after.at.getTime()) return watch;
  if (isDone) return { at: null, stage: ESCALATED };
  const left = workingTimeBetween(calendar, now, after.at);
  return { at: left < SHORT ? now : whenLeft(LEFT_FOR_OWNER, after.at, calendar, now), stage: 0 };
}

/** What is to be done now about a promise that is watched; `next` is when the one after that is. */
export function nextWatch(
  { stage, promised, hasOwner }: { stage: number; promised: Date; hasOwner: boolean },
  calendar: WorkingHours,
  now: Date,
): { stage: number; next: Date | null } {
  if (promised <= now) return { stage: ESCALATED, next: null };
  if (stage === 0 && hasOwner) return { stage: OWNER_WARNED, next: whenLeft(LEFT_FOR_LEADS, promised, calendar, now) };
  return { stage: LEADS_WARNED, next: promised };
}
