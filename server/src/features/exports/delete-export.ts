import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { loadExport } from './exports-access.ts';
import { markDeleted } from './exports-store.ts';

export const EXPIRE_TASK = 'exports.expire';

/** Deletes an export of the actor at once for everybody, and its file soon; one that is being written stops. */
export async function deleteExport(tx: Tx, actor: Member | Agent, id: string, at: Date): Promise<void> {
  await loadExport(tx, actor, id);
  await markDeleted(tx, id, at);
  await enqueue(tx, EXPIRE_TASK, {}, { key: EXPIRE_TASK });
  await audit(tx, 'export.deleted', { type: 'export', id });
}
