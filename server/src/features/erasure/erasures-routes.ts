import { erasureRoutes } from '@companyaccount/contract/erasures';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { erasePerson } from './erase-person.ts';
import { findPeople, listErasureRows, loadErasure, presentErasure } from './erasures-views.ts';

/** Handlers of how personal data is erased. */
export function erasureHandlers({ db, clock }: Platform): Handlers<typeof erasureRoutes> {
  return {
    findPeople: async ({ query: { email } }) => ({ data: await findPeople(db, email) }),
    erasePerson: async ({ actor, params: { id }, body: { email } }) =>
      transact(db, scopeOf(actor), async (tx) =>
        loadErasure(tx, await erasePerson(tx, { personId: id, email, askedBy: actor.personId, at: clock() })),
      ),
    listErasures: async ({ query }) =>
      page(erasureRoutes.listErasures, { query }, await listErasureRows(db, query), presentErasure, (row) => ({
        value: row.created_at.toISOString(),
        id: row.id,
      })),
  };
}
