import { scannerRoutes } from '@companyaccount/contract/scanners';
import { administrationScope, lockCompany, ownCompany } from '#features/accounts/index.ts';
import { transact } from '#platform/db/scope.ts';
import { scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { createCredential } from './create-credential.ts';
import { revokeCredential } from './revoke-credential.ts';
import {
  countScanners,
  findCurrentNumber,
  listCredentials,
  listScanners,
  presentCredential,
  presentScanner,
} from './scanners-views.ts';

/** Handlers of a company's scanners, for its administrators. */
export function scannerHandlers({ db, clock, config }: Platform): Handlers<typeof scannerRoutes> {
  return {
    listScannerCredentials: async ({ actor, params, query }) => {
      const companyId = ownCompany(actor, params.id);
      const rows = await transact(db, scopeOf(actor), (tx) => listCredentials(tx, companyId, query));
      return page(scannerRoutes.listScannerCredentials, { params, query }, rows, presentCredential, (row) => ({
        value: row.created_at.toISOString(),
        id: row.id,
      }));
    },
    createScannerCredential: async ({ actor, params, body, idempotencyKey }) =>
      transact(db, administrationScope(actor), async (tx) => {
        await lockCompany(tx, actor, params.id);
        return createCredential(tx, actor, { body, now: clock(), key: idempotencyKey });
      }),
    revokeScannerCredential: async ({ actor, params: { id, credentialId } }) =>
      transact(db, administrationScope(actor), async (tx) => {
        await lockCompany(tx, actor, id);
        await revokeCredential(tx, credentialId, id, clock());
      }),
    listScanners: async ({ actor, params, query }) => {
      const companyId = ownCompany(actor, params.id);
      const rows = await transact(db, scopeOf(actor), (tx) => listScanners(tx, companyId, query, clock()));
      return page(scannerRoutes.listScanners, { params, query }, rows, presentScanner, (row) => ({
        value: row.seen_at.toISOString(),
        id: row.id,
      }));
    },
    getScannerSummary: async ({ actor, params }) => {
      const companyId = ownCompany(actor, params.id);
      const release = await findCurrentNumber(db);
      const counts = await transact(db, scopeOf(actor), (tx) => countScanners(tx, companyId, release, clock()));
      return { name: config.definitions.name, release, ...counts };
    },
  };
}
