import { buffer } from 'node:stream/consumers';
import { BlobMissing, type BlobStore } from '#platform/blobs/blob-store.ts';
import { BlobDamaged } from '#platform/blobs/segments.ts';

/** The bytes of a kept mail, at most the first `most`; null when they are lost. */
export async function openKept(blobs: BlobStore, id: string, most = Infinity): Promise<Buffer | null> {
  try {
    const { size } = await blobs.stat(id);
    return await buffer(await blobs.read(id, { start: 0, end: Math.min(size, most) }));
  } catch (error) {
    if (error instanceof BlobMissing || error instanceof BlobDamaged) return null;
    throw error;
  }
}
