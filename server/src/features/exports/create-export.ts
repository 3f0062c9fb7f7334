import { EXPORT_DAYS, EXPORTS_MAX, EXPORTS_RUNNING_MAX, type exportRoutes } from '@companyaccount/contract/exports';
import type { QueryOf } from '@companyaccount/contract/route';
import { seesAll } from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { ownerOf } from './exports-access.ts';
import { countExports, insertExport, lockExports } from './exports-store.ts';

export const WRITE_TASK = 'exports.write';
const DAY_MS = 86_400_000;

/** Until when an export is kept that is begun or finished at `at`. */
export const expiryOf = (at: Date): Date => new Date(at.getTime() + EXPORT_DAYS * DAY_MS);

/** Begins an export; refuses with `too_many_exports`. The record names the filters, not what they were set to. */
export async function createExport(
  tx: Tx,
  actor: Member | Agent,
  { format, sort = '-created', ...filters }: QueryOf<(typeof exportRoutes)['createExport']>,
  at: Date,
  id: string,
): Promise<string> {
  const owner = ownerOf(actor);
  await lockExports(tx, owner);
  const { kept, running } = await countExports(tx, owner);
  if (running >= EXPORTS_RUNNING_MAX || kept >= EXPORTS_MAX) throw new Refusal('too_many_exports');
  const query = { ...filters, sort };
  await insertExport(tx, { id, owner, format, query, seesAll: seesAll(actor), at, expiresAt: expiryOf(at) });
  await enqueue(tx, WRITE_TASK, { exportId: id }, { key: `${WRITE_TASK}:${id}` });
  await audit(tx, 'export.started', { type: 'export', id }, { format, filters: Object.keys(filters) });
  return id;
}
