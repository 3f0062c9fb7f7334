import type { customerRoutes } from '@companyaccount/contract/customers';
import type { deskRoutes } from '@companyaccount/contract/desk';
import type { tagRoutes } from '@companyaccount/contract/tags';
import { sendDraft } from '#features/drafts/index.ts';
import {
  assertMayRead,
  changeSeverity,
  linkByNumber,
  listDuplicates,
  mergeRequests,
  presentDuplicate,
  showRequest,
  splitRequest,
  unlinkRequests,
  undoMerge,
} from '#features/requests/index.ts';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { assignRequest } from './assign-request.ts';
import { changeRequests } from './change-requests.ts';
import { loadCustomer } from './customer-views.ts';
import { countQueues, listDeskAgents, listPlans, loadPresencePlace } from './desk-views.ts';
import { moveRequest } from './move-request.ts';
import { tagRequest } from './tag-request.ts';
import { listTags } from './tags-store.ts';
import { takeNext } from './assign-next.ts';

/** Handlers of what only staff do with requests. */
export function deskHandlers({
  db,
  clock,
  presence,
}: Platform): Handlers<typeof deskRoutes & typeof customerRoutes & typeof tagRoutes> {
  return {
    getCustomer: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await assertMayRead(tx, actor, id);
        return loadCustomer(tx, id, clock());
      }),

    listQueues: async ({ actor, query: { desk } }) => ({
      data: await transact(db, scopeOf(actor), (tx) => countQueues(tx, desk, actor.personId)),
    }),

    listDeskAgents: async ({ query: { desk } }) => ({ data: await listDeskAgents(db, desk) }),

    listTags: async ({ query: { desk } }) => ({ data: await listTags(db, desk) }),

    tagRequest: async ({ actor, params: { id }, body }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await tagRequest(tx, actor, id, body);
        return showRequest(tx, actor, id, clock());
      }),

    listDeskPlans: async () => ({ data: await listPlans(db) }),

    takeNextRequest: async ({ actor, body, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { personId: actor.personId, companyId: null, route: 'takeNextRequest', key, body };
        const id = await once(tx, onceKey, () => takeNext(tx, actor, body, clock()));
        return showRequest(tx, actor, id, clock());
      }),

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
        await assignRequest(tx, actor, id, personId, clock());
        return showRequest(tx, actor, id, clock());
      }),

    regradeRequest: async ({ actor, params: { id }, query, body }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await changeSeverity(tx, actor, id, body, clock());
        await sendDraft(tx, actor, `severity:${id}`, query.draft);
        return showRequest(tx, actor, id, clock());
      }),

    linkRequest: async ({ actor, params: { id }, body: { number } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await linkByNumber(tx, actor, id, number, clock());
        return showRequest(tx, actor, id, clock());
      }),

    unlinkRequest: async ({ actor, params: { id, otherId } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await unlinkRequests(tx, actor, id, otherId, clock());
        return showRequest(tx, actor, id, clock());
      }),

    listDuplicates: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await assertMayRead(tx, actor, id);
        return { data: (await listDuplicates(tx, id)).map(presentDuplicate) };
      }),

    mergeRequest: async ({ actor, params: { id }, body: { number } }) =>
      transact(db, scopeOf(actor), async (tx) =>
        showRequest(tx, actor, await mergeRequests(tx, actor, id, number, clock()), clock()),
      ),

    unmergeRequest: async ({ actor, params: { id } }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await undoMerge(tx, actor, id, clock());
        return showRequest(tx, actor, id, clock());
      }),

    splitRequest: async ({ actor, params: { id }, body, idempotencyKey }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = {
          personId: actor.personId,
          companyId: null,
          route: `splitRequest ${id}`,
          key: idempotencyKey,
          body,
        };
        const splitId = await once(tx, onceKey, () => splitRequest(tx, actor, id, body, clock()));
        return showRequest(tx, actor, splitId, clock());
      }),

    setRequestStatus: async ({ actor, params: { id }, body }) =>
      transact(db, scopeOf(actor), async (tx) => {
        await moveRequest(tx, actor, id, body, clock());
        return showRequest(tx, actor, id, clock());
      }),

    changeRequests: async ({ actor, body }) => ({ data: await changeRequests(db, actor, body, clock) }),
  };
}
