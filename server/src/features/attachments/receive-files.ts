import { Readable } from 'node:stream';
import type { BlobStore } from '#platform/blobs/blob-store.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { KeptFile } from './attachments-store.ts';
import { neutralFileName } from './file-name.ts';
import { insertUpload, noteProgress } from './uploads-store.ts';

/** Keeps files that came some other way than by an upload; whoever has no use for them drops them again. */
export async function receiveFiles(
  blobs: BlobStore,
  files: readonly { name: string; content: Buffer }[],
): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  for (const { name, content } of files) {
    const id = newId();
    await blobs.create(id);
    await blobs.append(id, Readable.from([content]), { at: 0, total: content.length });
    // An empty one is never written to.
    await blobs.finish(id);
    kept.push({ id, name: neutralFileName(name), size: content.length });
  }
  return kept;
}

export async function dropFiles(blobs: BlobStore, files: readonly KeptFile[]): Promise<void> {
  for (const { id } of files) await blobs.remove(id);
}

/** Makes kept files a person's finished uploads, as far as there is room for them; answers with those. */
export async function receiveUploads(
  tx: Tx,
  by: { personId: string; companyId: string | null },
  files: readonly KeptFile[],
  publicBytes: number,
  now: Date,
): Promise<KeptFile[]> {
  const taken: KeptFile[] = [];
  for (const file of files) {
    try {
      await insertUpload(tx, { ...file, by: { ...by, uploadTokenId: null } }, publicBytes, now);
    } catch (error) {
      if (error instanceof Refusal) continue;
      throw error;
    }
    await noteProgress(tx, file.id, file.size, true);
    taken.push(file);
  }
  return taken;
}
