import type { deskRoutes } from '@companyaccount/contract/desk';
import type { Desk } from '@companyaccount/contract/requests';
import {
  changeSeverity,
  assertMayRead,
  changeStatus,
  factsOf,
  insertTimelineEntry,
  lockRequest,
  mayMove,
  showRequest,
  tellChange,
  tellNews,
  updateRequest,
  worksOn,
} from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { type Agent, scopeOf } from '#platform/http/actor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { countQueues, listDeskAgents, loadPresencePlace } from './desk-views.ts';

/** Locks a request that the agent works on. */
async function lockOwnDesk(tx: Tx, actor: Agent, id: string) {
  const request = await lockRequest(tx, actor, id);
  if (!worksOn(actor.agentRoles, request.desk as Desk)) throw new Refusal('forbidden');
  return request;
}

/** Gives a request to somebody of its desk, or back to nobody. */
async function assign(tx: Tx, actor: Agent, id: string, personId: string | null, at: Date): Promise<void> {
  const request = await lockOwnDesk(tx, actor, id);
  if (request.owner_id === personId) return;
  if (personId !== null) {
    const agents = await listDeskAgents(tx, request.desk as Desk);
    if (!agents.some((agent) => agent.id === personId)) throw refuseField('/personId', 'not_one_of');
  }
  await updateRequest(tx, id, { owner_id: personId, updated_at: at });
  await insertTimelineEntry(tx, {
    companyId: request.company_id,
    requestId: id,
    actorId: actor.personId,
    type: 'assigned',
    visibility: 'internal',
    from: request.owner_id,
    to: personId,
    at,
  });
  await audit(
    tx,
    'request.assigned',
    { type: 'request', id },
    { from: request.owner_id, to: personId },
    request.company_id,
  );
  await tellChange(tx, 'request_changed', request);
  const { personId: actorId } = actor;
  if (personId !== null) await tellNews(tx, request, { event: 'assigned', actorId, personId }, at);
}

/** Handlers of what only staff do with requests. */
export function deskHandlers({ db, clock, presence }: Platform): Handlers<typeof deskRoutes> {
  return {
    listQueues: async ({ actor, query: { desk } }) => ({
      data: await transact(db, scopeOf(actor), (tx) => countQueues(tx, desk, actor.personId)),
    }),

    listDeskAgents: async ({ query: { desk } }) => ({ data: await listDeskAgents(db, desk) }),

    listPresence: async ({ query: { desk } }) => ({ data: presence.list(desk) }),

    reportPresence: async ({ actor, body: { requestId, doing } }) => {
      const { name, ...place } = await transact(db, scopeOf(actor), async (tx) => {
        await assertMayRead(tx, actor, requestId);
        return loadPresencePlace(tx, requestId, actor.personId);
      });
      await presence.report({ ...place, requestId, person: { id: actor.personId, name }, doing });
    },

    assignRequest: async ({ actor, params: { id }, body: { personId } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await assign(tx, actor, id, personId, clock());
        return showRequest(tx, actor, id, clock());
      }),

    regradeRequest: async ({ actor, params: { id }, body }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await changeSeverity(tx, actor, id, body, clock());
        return showRequest(tx, actor, id, clock());
      }),

    setRequestStatus: async ({ actor, params: { id }, body: { status, resolution } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        if (status === 'resolved' && resolution === undefined) throw refuseField('/resolution', 'required');
        if (status !== 'resolved' && resolution !== undefined) throw refuseField('/resolution', 'invalid');
        const request = await lockOwnDesk(tx, actor, id);
        const at = clock();
        if (!mayMove(factsOf(request), status, at)) throw new Refusal('transition_not_allowed');
        await changeStatus(tx, request, { status, resolution, actorId: actor.personId, spoke: null, at });
        await audit(
          tx,
          'request.status_changed',
          { type: 'request', id },
          { from: request.status, to: status },
          request.company_id,
        );
        await tellChange(tx, 'request_changed', request);
        return showRequest(tx, actor, id, clock());
      }),
  };
}
