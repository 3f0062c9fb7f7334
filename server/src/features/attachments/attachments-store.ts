import { randomUUIDv7 } from 'node:crypto';
import type { Db, Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/jobs/jobs.ts';
import type { RequestTold } from './request-door.ts';
import { takeFinishedUploads } from './uploads-store.ts';

export interface UploadsToAttach {
  uploadIds: readonly string[];
  /** Who writes the message, and so must have made the uploads. */
  personId: string;
  /** Of the request. */
  companyId: string | null;
  requestId: string;
  messageId: string;
  at: Date;
}

/**
 * Makes a person's finished uploads the attachments of a message, in the transaction that writes the message, and has
 * each finished by a job. Refuses with `upload_not_ready` when an upload is not complete, over its time, or another's.
 */
export async function attachUploads(
  tx: Tx,
  { uploadIds, personId, companyId, requestId, messageId, at }: UploadsToAttach,
): Promise<void> {
  if (uploadIds.length === 0) return;
  const uploads = await takeFinishedUploads(tx, { ids: uploadIds, personId, companyId, now: at });
  const rows = uploads.map(({ id, name, size }, position) => ({
    id: randomUUIDv7(),
    company_id: companyId,
    request_id: requestId,
    message_id: messageId,
    position,
    name,
    size,
    blob_id: id,
    created_at: at,
  }));
  await tx.insertInto('app.attachments').values(rows).execute();
  for (const { id } of rows) await enqueue(tx, 'attachment.finish', { attachmentId: id });
}

/** An attachment whose content nobody has looked at yet. */
export const findPendingAttachment = (db: Db, id: string) =>
  db
    .selectFrom('app.attachments')
    .select(['id', 'blob_id', 'size'])
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst();

export type Outcome =
  | { state: 'clean' | 'infected'; sha256: Buffer }
  | { state: 'not_scanned'; reason: 'no_scanner' | 'too_large' | 'encrypted' | 'limit'; sha256: Buffer }
  | { state: 'failed' };

/** Notes what became of a pending attachment; answers with its request and whether only staff may know of the file. */
export async function settleAttachment(
  tx: Tx,
  id: string,
  outcome: Outcome,
): Promise<{ request: RequestTold; internal: boolean } | undefined> {
  const row = await tx
    .updateTable('app.attachments as a')
    .from('app.messages as m')
    .innerJoin('app.requests as r', 'r.id', 'm.request_id')
    .set({
      state: outcome.state,
      reason: outcome.state === 'not_scanned' ? outcome.reason : null,
      sha256: outcome.state === 'failed' ? null : outcome.sha256,
    })
    .whereRef('m.id', '=', 'a.message_id')
    .where('a.id', '=', id)
    .where('a.state', '=', 'pending')
    .returning(['r.id', 'r.company_id', 'r.desk', 'r.author_id', 'm.visibility'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { visibility, ...request } = row;
  return { request, internal: visibility === 'internal' };
}
