import {
  type Export,
  EXPORT_DAYS,
  EXPORTS_MAX,
  EXPORTS_RUNNING_MAX,
  type exportRoutes,
} from '@companyaccount/contract/exports';
import type { QueryOf } from '@companyaccount/contract/route';
import { seesAll } from '#features/requests/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { ownerOf } from './exports-access.ts';
import { countExports, type ExportQuery, insertExport, lockExports } from './exports-store.ts';

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
  const query = { ...filters, sort };
  await begin(tx, actor, { id, format, query, at, sees: seesAll(actor) });
  await audit(tx, 'export.started', { type: 'export', id }, { format, filters: Object.keys(filters) });
  return id;
}

/** Begins to write everything of the company that the administrator acts for; refuses with `too_many_exports`. */
export async function exportCompany(tx: Tx, actor: Member, at: Date, id: string): Promise<string> {
  await begin(tx, actor, { id, format: 'zip', query: { sort: 'created' }, at, sees: true });
  await audit(tx, 'export.started', { type: 'export', id }, { format: 'zip', filters: [] });
  return id;
}

interface Wanted {
  id: string;
  format: Export['format'];
  query: ExportQuery;
  at: Date;
  /** Whether all requests are in it. */
  sees: boolean;
}

async function begin(tx: Tx, actor: Member | Agent, { id, format, query, at, sees }: Wanted): Promise<void> {
  const owner = ownerOf(actor);
  await lockExports(tx, owner);
  const { kept, running } = await countExports(tx, owner);
  if (running >= EXPORTS_RUNNING_MAX || kept >= EXPORTS_MAX) throw new Refusal('too_many_exports');
  await insertExport(tx, { id, owner, format, query, seesAll: sees, at, expiresAt: expiryOf(at) });
  await enqueue(tx, WRITE_TASK, { exportId: id }, { key: `${WRITE_TASK}:${id}` });
}
