import { DESKS } from '@companyaccount/contract/requests';
import { insertTimelineEntry, tellChange, updateRequest, worksOn } from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { findAgent, lockRequestsToRelease } from './agents-store.ts';

/** The job that gives back what a person of the staff no longer works on. */
export const RELEASE_TASK = 'agent.release-requests';

/** Gives the open requests of a person back to the queues of the desks that they no longer work on. */
export async function releaseRequests({ db, clock }: Platform, personId: string): Promise<void> {
  for (;;) {
    const released = await transact(db, SYSTEM, async (tx) => {
      const agent = await findAgent(tx, personId);
      const desks = agent?.active === true ? DESKS.filter((desk) => worksOn(agent.roles, desk)) : [];
      const requests = await lockRequestsToRelease(tx, personId, desks);
      const at = clock();
      for (const request of requests) {
        const { id: requestId, company_id: companyId } = request;
        await updateRequest(tx, requestId, { owner_id: null, updated_at: at });
        const moved = { from: personId, to: null };
        await insertTimelineEntry(tx, {
          companyId,
          requestId,
          actorId: null,
          type: 'assigned',
          visibility: 'internal',
          ...moved,
          at,
        });
        await audit(tx, 'request.assigned', { type: 'request', id: requestId }, moved, companyId);
        await tellChange(tx, 'request_changed', request);
      }
      return requests.length;
    });
    if (released === 0) return;
  }
}
