import type { RequestStatus } from '@companyaccount/contract/requests';
import { afterBusinessDays } from './business-days.ts';

/** Business days that a customer is awaited before the reminder, and then before the request is closed. */
const REMINDED_AFTER = 5;
const CLOSED_AFTER = 2;
/** Days that a resolved request waits for an objection. */
const RESOLVED_DAYS = 14;
/** Days in which a closed request can be opened again; a later word opens a new one. */
const REOPEN_DAYS = 30;
const DAY_MS = 86_400_000;

const afterDays = (since: Date, days: number): Date => new Date(since.getTime() + days * DAY_MS);

/** What the calendar does to a request that nobody touches: remind the customer, or close it. */
export interface Step {
  does: 'remind' | 'close';
  at: Date;
}

interface Aside {
  status: RequestStatus;
  /** Since when nothing has happened. */
  since: Date;
  /** When the customer was reminded that an answer is awaited. */
  remindedAt: Date | null;
}

/** The next step of the calendar; null where the vendor is expected to act, or nobody any more. */
export function nextStep({ status, since, remindedAt }: Aside): Step | null {
  if (status === 'resolved') return { does: 'close', at: afterDays(since, RESOLVED_DAYS) };
  if (status !== 'waiting_for_customer') return null;
  return remindedAt === null
    ? { does: 'remind', at: afterBusinessDays(since, REMINDED_AFTER) }
    : { does: 'close', at: afterBusinessDays(remindedAt, CLOSED_AFTER) };
}

/** When a request is closed by the calendar if nobody writes; `stepAt` is when its next step is due. */
export function closesAt(status: RequestStatus, stepAt: Date | null, remindedAt: Date | null): Date | null {
  if (stepAt === null || status !== 'waiting_for_customer' || remindedAt !== null) return stepAt;
  return afterBusinessDays(stepAt, CLOSED_AFTER);
}

/** Whether a request that has been closed since a moment can still be opened again. */
export const isReopenable = (closedSince: Date, now: Date): boolean => now < afterDays(closedSince, REOPEN_DAYS);
