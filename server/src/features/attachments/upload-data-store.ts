import type { Readable } from 'node:stream';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { BlobMissing, type BlobStore } from '#platform/blobs/blob-store.ts';
import type { Db } from '#platform/db/database.ts';
import { UPLOAD_HOURS } from './attachment.ts';
import type { UploadLocker } from './upload-locker.ts';
import { deleteUpload, findUpload, noteProgress } from './uploads-store.ts';

/** Carries the upload protocol's steps out on the blob store; the rows only follow what the blob store holds. */
export class UploadDataStore extends DataStore {
  readonly #db: Db;
  readonly #blobs: BlobStore;
  readonly #locker: UploadLocker;

  constructor(db: Db, blobs: BlobStore, locker: UploadLocker) {
    super();
    this.#db = db;
    this.#blobs = blobs;
    this.#locker = locker;
    this.extensions = ['creation', 'creation-with-upload', 'expiration', 'termination'];
  }

  override getExpiration(): number {
    return UPLOAD_HOURS * 3_600_000;
  }

  override async create(upload: Upload): Promise<Upload> {
    await this.#blobs.create(upload.id);
    if (upload.size === 0) {
      await this.#blobs.finish(upload.id);
      await noteProgress(this.#db, upload.id, 0, true);
    }
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await findUpload(this.#db, id);
    if (row === undefined) throw ERRORS.FILE_NOT_FOUND;
    const { size, finished } = await this.#blobs.stat(id).catch((error: unknown) => {
      throw error instanceof BlobMissing ? ERRORS.FILE_NOT_FOUND : error;
    });
    if (size !== row.received || finished !== (row.state === 'finished'))
      await noteProgress(this.#db, id, size, finished);
    return new Upload({
      id,
      size: row.size,
      offset: size,
      metadata: { filename: row.name },
      creation_date: row.created_at.toISOString(),
    });
  }

  override async write(body: Readable, id: string, offset: number): Promise<number> {
    const row = await findUpload(this.#db, id);
    if (row === undefined) throw ERRORS.FILE_NOT_FOUND;
    // An empty file was complete when it was created.
    if (row.size === 0) return 0;
    const signal = this.#locker.lostSignal(id);
    const { size, finished } = await this.#blobs.append(id, body, { at: offset, total: row.size, signal });
    await noteProgress(this.#db, id, size, finished);
    return size;
  }

  override async remove(id: string): Promise<void> {
    if (!(await deleteUpload(this.#db, id, () => this.#blobs.remove(id)))) throw ERRORS.FILE_NOT_FOUND;
  }
}
