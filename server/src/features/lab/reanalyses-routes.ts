import { reanalysisRoutes } from '@companyaccount/contract/reanalyses';
import { audit } from '#platform/db/audit.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import { newId } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import { planPortion, tellLab } from './reanalyse-samples.ts';
import { insertReanalysis, markCancelled } from './reanalyses-store.ts';
import {
  listChangeRows,
  listReanalysisRows,
  loadReanalysis,
  presentChange,
  presentReanalysis,
} from './reanalyses-views.ts';

/** Handlers of the re-analysis of many samples. */
export const reanalysisHandlers = ({
  db,
  clock,
}: Pick<Platform, 'db' | 'clock'>): Handlers<typeof reanalysisRoutes> => ({
  listReanalyses: async ({ query }) =>
    page(reanalysisRoutes.listReanalyses, { query }, await listReanalysisRows(db, query), presentReanalysis, (row) => ({
      value: row.created_at.toISOString(),
      id: row.id,
    })),

  createReanalysis: async ({ actor, body: { scope } }) =>
    transact(db, scopeOf(actor), async (tx) => {
      const id = newId();
      if (!(await insertReanalysis(tx, { id, scope, personId: actor.personId, at: clock() }))) {
        throw new Refusal('conflict');
      }
      await planPortion(tx, id);
      await audit(tx, 'reanalysis.started', { type: 'reanalysis', id }, { scope });
      await tellLab(tx);
      return presentReanalysis(await loadReanalysis(tx, id));
    }),

  cancelReanalysis: async ({ actor, params: { id } }) =>
    transact(db, scopeOf(actor), async (tx) => {
      await loadReanalysis(tx, id);
      if (!(await markCancelled(tx, id, clock()))) throw new Refusal('transition_not_allowed');
      await audit(tx, 'reanalysis.cancelled', { type: 'reanalysis', id });
      await tellLab(tx);
      return presentReanalysis(await loadReanalysis(tx, id));
    }),

  listReanalysisChanges: async ({ params, query }) => {
    await loadReanalysis(db, params.id);
    const rows = await listChangeRows(db, params.id, query);
    return page(reanalysisRoutes.listReanalysisChanges, { params, query }, rows, presentChange, (row) => ({
      value: row.created_at.toISOString(),
      id: row.sample_id,
    }));
  },
});
