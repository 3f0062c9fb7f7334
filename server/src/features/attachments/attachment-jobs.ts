import { createHash } from 'node:crypto';
import { BlobMissing, type BlobStore } from '#platform/blobs/blob-store.ts';
import { BlobDamaged } from '#platform/blobs/segments.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { findPendingAttachment, type Outcome, settleAttachment } from './attachments-store.ts';
import type { RequestDoor } from './request-door.ts';
import { deleteDeadLeases } from './upload-leases-store.ts';
import { UploadLocker } from './upload-locker.ts';
import { deleteUpload, findExpiredUploads } from './uploads-store.ts';

const EXPIRE_BATCH = 100;

/** Looks at the content of one file: its hash, and what a scanner says. No scanner is connected yet. */
async function examine(blobs: BlobStore, blobId: string): Promise<Outcome> {
  const hash = createHash('sha256');
  try {
    for await (const segment of await blobs.read(blobId)) hash.update(segment as Buffer);
  } catch (error) {
    if (error instanceof BlobMissing || error instanceof BlobDamaged) return { state: 'failed' };
    throw error;
  }
  return { state: 'not_scanned', reason: 'no_scanner', sha256: hash.digest() };
}

/** Jobs that finish attachments and clear uploads away. */
export function attachmentTasks(
  { db, blobs, clock, log }: Platform,
  door: Pick<RequestDoor, 'announceChange'>,
): TaskDefinition[] {
  const locker = new UploadLocker(db);

  const finish = async ({ attachmentId }: { attachmentId: string }) => {
    const pending = await findPendingAttachment(db, attachmentId);
    if (pending === undefined) return;
    const outcome = await examine(blobs, pending.blob_id);
    if (outcome.state === 'failed')
      log.error({ attachment: attachmentId }, 'the content of an attachment is damaged or lost');
    await transact(db, SYSTEM, async (tx) => {
      const settled = await settleAttachment(tx, attachmentId, outcome);
      if (settled !== undefined) await door.announceChange(tx, settled.requestId, settled.internal);
    });
  };

  const expire = async () => {
    const now = clock();
    let ids: string[];
    do {
      ids = await findExpiredUploads(db, now, EXPIRE_BATCH);
      for (const id of ids) await locker.whileLocked(id, () => deleteUpload(db, id, () => blobs.remove(id)));
    } while (ids.length === EXPIRE_BATCH);
    await deleteDeadLeases(db);
  };

  return [defineTask('attachment.finish', finish), defineTask('uploads.expire', expire, '17 * * * *')];
}
