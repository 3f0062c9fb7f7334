import type { RequestStatus } from '@companyaccount/contract/requests';
import type { Tx } from '#platform/db/database.ts';
import type { WorkingHours } from '#platform/working-time.ts';
import { promiseRecounted } from './promise.ts';
import { lockPromisesUnder, promiseColumns, promiseOf, updateRequest, watchOf } from './requests-store.ts';
import { tellChange } from './tell-change.ts';
import { watchAfter } from './watch.ts';

/** What a plan promises: working minutes by severity, and the calendar that counts them. */
export interface PlanTerms {
  targets: Readonly<Record<string, { first: number; next: number }>>;
  calendar: WorkingHours;
}

/** Counts the promises that were made under a plan anew, after its targets, its calendar, or the hours of that changed. */
export async function updatePromises(
  tx: Tx,
  planId: string,
  before: PlanTerms,
  after: PlanTerms,
  at: Date,
): Promise<void> {
  for (const request of await lockPromisesUnder(tx, planId)) {
    const part = request.spoken ? 'next' : 'first';
    const minutesOf = ({ targets }: PlanTerms) => targets[String(request.severity)]?.[part] ?? null;
    const current = promiseOf(request);
    const promise = promiseRecounted(
      current,
      { minutes: minutesOf(before), calendar: before.calendar },
      { minutes: minutesOf(after), calendar: after.calendar },
      request.status as RequestStatus,
      at,
    );
    if (promise.at?.getTime() === current.at?.getTime() && promise.left === current.left) continue;
    const watch = watchAfter(watchOf(request), current, promise, false, after.calendar, at);
    await updateRequest(tx, request.id, promiseColumns(promise, watch));
    await tellChange(tx, 'request_changed', request);
  }
}
