import { createHash } from 'node:crypto';
import { BlobMissing, type BlobStore } from '#platform/blobs/blob-store.ts';
import { BlobDamaged } from '#platform/blobs/segments.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { findPendingAttachment, type Outcome, settleAttachment } from './attachments-store.ts';
import { createPreview, createPreviewPool } from './create-preview.ts';
import { PICTURE_HEAD_BYTES, pictureType } from './picture.ts';
import { PICTURE_BYTES_MAX } from './preview.ts';
import type { RequestDoor } from './request-door.ts';
import { deleteDeadLeases } from './upload-leases-store.ts';
import { UploadLocker } from './upload-locker.ts';
import { deleteUpload, findExpiredUploads } from './uploads-store.ts';

const EXPIRE_BATCH = 100;
/** Previews are made while nothing else waits. */
const PATIENT = 10;

/**
 * Looks at the content of one file: its hash, what a scanner says, and whether it begins like a picture. No scanner is
 * connected yet.
 */
async function examine(blobs: BlobStore, blobId: string): Promise<{ outcome: Outcome; isPicture: boolean }> {
  const hash = createHash('sha256');
  let head: Buffer | null = null;
  try {
    for await (const segment of await blobs.read(blobId)) {
      head ??= Buffer.from((segment as Buffer).subarray(0, PICTURE_HEAD_BYTES));
      hash.update(segment as Buffer);
    }
  } catch (error) {
    if (error instanceof BlobMissing || error instanceof BlobDamaged) {
      return { outcome: { state: 'failed' }, isPicture: false };
    }
    throw error;
  }
  return {
    outcome: { state: 'not_scanned', reason: 'no_scanner', sha256: hash.digest() },
    isPicture: head !== null && pictureType(head) !== null,
  };
}

/** Jobs that finish attachments and clear uploads away. */
export function attachmentTasks(
  platform: Platform,
  door: Pick<RequestDoor, 'announceChange' | 'receiveFile'>,
): TaskDefinition[] {
  const { db, blobs, clock, log } = platform;
  const previews = createPreviewPool();
  const locker = new UploadLocker(db);

  const finish = async ({ attachmentId }: { attachmentId: string }) => {
    const pending = await findPendingAttachment(db, attachmentId);
    if (pending === undefined) return;
    const { outcome, isPicture } = await examine(blobs, pending.blob_id);
    if (outcome.state === 'failed')
      log.error({ attachment: attachmentId }, 'the content of an attachment is damaged or lost');
    await transact(db, SYSTEM, async (tx) => {
      const settled = await settleAttachment(tx, attachmentId, outcome);
      if (settled === undefined) return;
      await door.announceChange(tx, settled.requestId, settled.internal);
      await door.receiveFile(tx, attachmentId, clock());
      if (isPicture && pending.size <= PICTURE_BYTES_MAX) {
        await enqueue(tx, 'attachment.preview', { attachmentId }, { priority: PATIENT });
      }
    });
  };
  const preview = ({ attachmentId }: { attachmentId: string }) => createPreview(platform, door, previews, attachmentId);

  const expire = async () => {
    const now = clock();
    let ids: string[];
    do {
      ids = await findExpiredUploads(db, now, EXPIRE_BATCH);
      for (const id of ids) await locker.whileLocked(id, () => deleteUpload(db, id, () => blobs.remove(id)));
    } while (ids.length === EXPIRE_BATCH);
    await deleteDeadLeases(db);
    await blobs.sweep();
  };

  return [
    defineTask('attachment.finish', finish),
    defineTask('attachment.preview', preview),
    defineTask('uploads.expire', expire, '17 * * * *'),
  ];
}
