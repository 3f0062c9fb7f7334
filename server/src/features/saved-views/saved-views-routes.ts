import { COUNT_MAX } from '@companyaccount/contract/desk';
import type { savedViewRoutes, ViewFilters, ViewList } from '@companyaccount/contract/saved-views';
import { countRequests } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { type Agent, type Member, scopeOf } from '#platform/http/actor.ts';
import { once } from '#platform/http/idempotency.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { changeView, createView, deleteView, moveView } from './change-views.ts';
import { listViewRows, loadTimeZone, lockView, ownerOf, presentView } from './saved-views-access.ts';
import { openRequestsOf } from './view-query.ts';

/** Handlers of saved views. */
export function savedViewHandlers({ db, clock }: Platform): Handlers<typeof savedViewRoutes> {
  const show = async (tx: Tx, actor: Member | Agent, id: string) => presentView(await lockView(tx, actor, id), actor);
  return {
    listViews: async ({ actor, query: { list } }) =>
      transact(db, scopeOf(actor), async (tx) => ({
        data: (await listViewRows(tx, actor, list)).map((row) => presentView(row, actor)),
      })),

    countViews: async ({ actor, query: { list } }) => {
      const reader = { personId: actor.personId, timeZone: await loadTimeZone(db, actor.personId) };
      return transact(db, scopeOf(actor), async (tx) => {
        const data: { id: string; count: number | null }[] = [];
        for (const row of await listViewRows(tx, actor, list)) {
          const open = openRequestsOf(row.list as ViewList, row.filters as ViewFilters, reader);
          data.push({ id: row.id, count: open === null ? null : await countRequests(tx, actor, open, COUNT_MAX) });
        }
        return { data };
      });
    },

    createView: async ({ actor, body, idempotencyKey: key }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const onceKey = { ...ownerOf(actor), route: 'createView', key, body };
        return show(tx, actor, await once(tx, onceKey, (id) => createView(tx, actor, body, clock(), id)));
      }),

    patchView: async ({ actor, params: { id }, body, version }) =>
      transact(db, scopeOf(actor), async (tx) => presentView(await changeView(tx, actor, id, version, body), actor)),

    moveView: async ({ actor, params: { id }, body: { before } }) =>
      transact(db, scopeOf(actor), (tx) => moveView(tx, actor, id, before)),

    deleteView: async ({ actor, params: { id } }) => transact(db, scopeOf(actor), (tx) => deleteView(tx, actor, id)),
  };
}
