import { newId } from '#platform/ids.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import type { PreviewType } from './preview.ts';

export interface Preview {
  blobId: string;
  type: PreviewType;
  width: number;
  height: number;
}

/**
 * Names the blob that the preview of an attachment goes to, the same one every time; nothing when it has a preview
 * already, or was found infected.
 */
export async function reservePreview(
  db: Db,
  attachmentId: string,
): Promise<{ originalId: string; blobId: string } | undefined> {
  const row = await db
    .updateTable('app.attachments')
    .set((eb) => ({ preview_blob_id: eb.fn.coalesce('preview_blob_id', eb.val(newId())) }))
    .where('id', '=', attachmentId)
    .where('preview_type', 'is', null)
    .where('state', 'not in', ['infected', 'failed'])
    .returning(['blob_id', 'preview_blob_id'])
    .executeTakeFirst();
  return row?.preview_blob_id ? { originalId: row.blob_id, blobId: row.preview_blob_id } : undefined;
}

/** Notes what preview an attachment has; answers with its request and whether only staff may know of the file. */
export async function settlePreview(
  tx: Tx,
  attachmentId: string,
  { blobId, type, width, height }: Preview,
): Promise<{ requestId: string; internal: boolean } | undefined> {
  const row = await tx
    .updateTable('app.attachments as a')
    .from('app.messages as m')
    .set({ preview_type: type, preview_width: width, preview_height: height })
    .whereRef('m.id', '=', 'a.message_id')
    .where('a.id', '=', attachmentId)
    .where('a.preview_blob_id', '=', blobId)
    .returning(['a.request_id', 'm.visibility'])
    .executeTakeFirst();
  return row && { requestId: row.request_id, internal: row.visibility === 'internal' };
}
