import { licensingRoutes } from '@companyaccount/contract/licensing';
import { scopeOf } from '#platform/http/actor.ts';
import { transact } from '#platform/db/scope.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { licenseState } from './license.ts';
import { listLicenses, listProducts } from './licensing-views.ts';

/** Handlers of products and licenses. */
export function licensingHandlers({ db, clock }: Platform): Handlers<typeof licensingRoutes> {
  return {
    listProducts: async () => ({ data: await listProducts(db) }),
    listLicenses: async ({ actor, query }) => {
      const rows = await transact(db, scopeOf(actor), (tx) => listLicenses(tx, query));
      const now = clock();
      return page(
        licensingRoutes.listLicenses,
        { query },
        rows,
        (row) => ({
          id: row.id,
          serial: row.serial,
          product: { id: row.product_id, name: row.product },
          plan: row.plan,
          seats: row.seats,
          state: licenseState(row.state, row.valid_until, now),
          validFrom: row.valid_from.toISOString(),
          validUntil: row.valid_until?.toISOString() ?? null,
        }),
        (row) => ({ value: row.created_at.toISOString(), id: row.id }),
      );
    },
  };
}
