import { labQueueRoutes } from '@companyaccount/contract/lab-queue';
import { loadGlances } from '#features/lab/index.ts';
import { findRequests, requestCursor } from '#features/requests/index.ts';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';

const TO_DO = ['new', 'open'] as const;
const NOTHING = { objects: 0, outcomes: [], findings: [], companies: 0, verdict: null };

/** Handlers of the queue of the lab. */
export function labQueueHandlers({ db }: Platform): Handlers<typeof labQueueRoutes> {
  return {
    listLabQueue: async ({ actor, query }) => {
      const sort = query.sort ?? 'promise';
      const isFiltered = Object.keys(query).some((name) => name !== 'sort' && !name.startsWith('page'));
      const asked = { ...(isFiltered ? {} : { status: [...TO_DO] }), ...query, desk: 'lab' as const, sort };
      const { rows, present } = await findRequests(db, actor, asked);
      const glances = await transact(db, scopeOf(actor), (tx) =>
        loadGlances(
          tx,
          rows.map(({ id }) => id),
        ),
      );
      return page(
        labQueueRoutes.listLabQueue,
        { query },
        rows,
        (row) => ({ ...present(row), lab: glances.get(row.id) ?? NOTHING }),
        requestCursor(sort),
      );
    },
  };
}
