import type { Tx } from '#platform/db/database.ts';
import type { LockedRequest } from './requests-access.ts';
import { insertTimelineEntry } from './requests-store.ts';

/** Writes into a request's timeline that its promise has run out, for everybody to read. */
export async function writeBrokenPromise(tx: Tx, request: LockedRequest, promised: Date, at: Date): Promise<void> {
  await insertTimelineEntry(tx, {
    companyId: request.company_id,
    requestId: request.id,
    actorId: null,
    type: 'promise_broken',
    to: promised.toISOString(),
    at,
  });
}
