const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** After each try that failed, so long until the next; the last one is most of a day after the first. */
const PAUSES = [10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 10 * HOUR];
/** A delivery is given up after so many tries. */
export const MAX_TRIES = PAUSES.length + 1;

/** Deliveries are kept for so long. */
export const KEPT_MS = 30 * DAY;
/** The administrators are told once no call has succeeded for so long, and that the webhook is stopped after this. */
const WARNED_AFTER_MS = DAY;
const STOPPED_AFTER_MS = 5 * DAY;
const LONGEST_REST_MS = 5 * MINUTE;

/** When a delivery is tried again after `tries` of them; null: never. Spread by `chance` (0 to 1) by a tenth. */
export function nextTry(tries: number, at: Date, chance: number): Date | null {
  const pause = PAUSES[tries - 1];
  return pause === undefined ? null : new Date(at.getTime() + pause * (1 + chance / 10));
}

/** A server that fails is left alone for a while, whatever else waits for it: 5 seconds, doubled each time. */
export const restUntil = (failures: number, at: Date): Date =>
  new Date(at.getTime() + Math.min(5 * SECOND * 2 ** (failures - 1), LONGEST_REST_MS));

export const stopsAt = (failingSince: Date): Date => new Date(failingSince.getTime() + STOPPED_AFTER_MS);

/** What follows from a failure, for a webhook that has failed since then. */
export function stepAfterFailure(failingSince: Date, warned: boolean, at: Date): 'stop' | 'warn' | null {
  if (at >= stopsAt(failingSince)) return 'stop';
  return !warned && at.getTime() - failingSince.getTime() >= WARNED_AFTER_MS ? 'warn' : null;
}
