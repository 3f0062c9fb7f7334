import { sql } from 'kysely';
import { newId } from '#platform/ids.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { takeTurn } from '#platform/db/turns.ts';
import type { Uploader } from './upload.ts';
import { publicBytesLeft } from './upload-tokens-store.ts';
import { takeFinishedUploads } from './uploads-store.ts';

export interface UploadsToAttach {
  /** Who wrote the message, and so must have made the uploads. */
  by: Uploader;
  /** The message, in the same transaction, and where it belongs. */
  message: { id: string; requestId: string; companyId: string | null };
  uploadIds: readonly string[];
  now: Date;
}

/**
 * Makes a person's finished uploads the attachments of a message, in the transaction that writes the message, and has
 * each finished by a job; answers with their names. Refuses with `upload_not_ready` when an upload is not complete, over its time, or another's.
 */
export async function attachUploads(tx: Tx, { by, message, uploadIds, now }: UploadsToAttach): Promise<string[]> {
  if (uploadIds.length === 0) return [];
  const uploads = await takeFinishedUploads(tx, { by, ids: uploadIds, now });
  await insertAttachments(tx, message, uploads, now);
  return uploads.map(({ name }) => name);
}

async function insertAttachments(
  tx: Tx,
  message: UploadsToAttach['message'],
  files: readonly KeptFile[],
  now: Date,
): Promise<void> {
  if (files.length === 0) return;
  const rows = files.map(({ id, name, size }, position) => ({
    id: newId(),
    company_id: message.companyId,
    request_id: message.requestId,
    message_id: message.id,
    position,
    name,
    size,
    blob_id: id,
    created_at: now,
  }));
  await tx.insertInto('app.attachments').values(rows).execute();
  for (const { id } of rows) await enqueue(tx, 'attachment.finish', { attachmentId: id });
}

/** Bytes that files of a company may still take; asked on the vendor's side. */
async function companyBytesLeft(tx: Tx, companyId: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select (c.storage_quota - (select coalesce(sum(size), 0) from app.uploads where company_id = c.id)
      - (select coalesce(sum(size), 0) from app.attachments where company_id = c.id))::bigint as left
    from app.companies c where c.id = ${companyId}`.execute(tx);
  return Number(rows[0]?.left ?? 0);
}

/** A file whose blob is there, and that nobody uploaded. */
export interface KeptFile {
  /** Of its blob. */
  id: string;
  name: string;
  size: number;
}

/**
 * Of files that somebody sent who could not upload them, those there is room for: that of the company, or of the public
 * form. Others wait until the transaction ends.
 */
export async function admitKept(
  tx: Tx,
  companyId: string | null,
  files: readonly KeptFile[],
  publicBytes: number,
): Promise<KeptFile[]> {
  if (files.length === 0) return [];
  await takeTurn(tx, companyId ?? 'public uploads');
  let left = companyId === null ? await publicBytesLeft(tx, publicBytes) : await companyBytesLeft(tx, companyId);
  return files.filter(({ size }) => {
    if (size > left) return false;
    left -= size;
    return true;
  });
}

/** Hangs admitted files on a message, in the same transaction. */
export const attachKept = (
  tx: Tx,
  message: UploadsToAttach['message'],
  files: readonly KeptFile[],
  now: Date,
): Promise<void> => insertAttachments(tx, message, files, now);

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
): Promise<{ requestId: string; internal: boolean } | undefined> {
  const row = await tx
    .updateTable('app.attachments as a')
    .from('app.messages as m')
    .set({
      state: outcome.state,
      reason: outcome.state === 'not_scanned' ? outcome.reason : null,
      sha256: outcome.state === 'failed' ? null : outcome.sha256,
    })
    .whereRef('m.id', '=', 'a.message_id')
    .where('a.id', '=', id)
    .where('a.state', '=', 'pending')
    .returning(['a.request_id', 'm.visibility'])
    .executeTakeFirst();
  return row && { requestId: row.request_id, internal: row.visibility === 'internal' };
}
