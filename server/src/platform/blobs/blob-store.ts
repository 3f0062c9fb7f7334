import type { Readable } from 'node:stream';

/** There is no blob with this id. */
export class BlobMissing extends Error {
  override name = 'BlobMissing';
  constructor(id: string) {
    super(`blob ${id} does not exist`);
  }
}

/** The blob cannot take these bytes: it is finished, shorter or longer than the writer thought, or would grow too long. */
export class BlobConflict extends Error {
  override name = 'BlobConflict';
}

export interface BlobState {
  /** Plain bytes that are kept for certain. */
  size: number;
  /** A finished blob takes no more bytes and can be read. */
  finished: boolean;
}

export interface AppendOptions {
  /** The size the writer believes the blob has; anything else is a BlobConflict. */
  at: number;
  /** When the blob reaches this size it is finished; a byte more is a BlobConflict. */
  total?: number;
  /** Once aborted nothing more is written: the writer has lost its right to the blob. */
  signal?: AbortSignal;
}

/** A blob as it is kept, for copies of the whole store: nothing in it is opened. */
export interface SealedBlob {
  key: Buffer;
  /** Length of the body. */
  size: number;
  body: AsyncIterable<Uint8Array>;
}

/**
 * Keeps blobs, always encrypted, each under a random key of its own. A blob is written from its beginning to its end
 * in any number of pieces, finished once, then only read or removed. Callers see to it that one blob has one writer at
 * a time. Ids are UUIDs.
 */
export interface BlobStore {
  /** Makes an empty blob; the id must be new. */
  create(id: string): Promise<void>;
  /**
   * Adds bytes and answers with the new state, which is durable by then. When the source breaks off, what had come is
   * kept all the same and the source's error is thrown.
   */
  append(id: string, source: AsyncIterable<Uint8Array>, options: AppendOptions): Promise<BlobState>;
  /** Declares the blob complete as it is; doing so again changes nothing. */
  finish(id: string): Promise<void>;
  /** Throws BlobMissing; BlobDamaged when the end of the blob is not what was written. */
  stat(id: string): Promise<BlobState>;
  /**
   * The plain bytes of a finished blob from `start` up to, not including, `end`. At most two segments are in memory.
   * Throws BlobMissing, BlobConflict (unfinished), BlobDamaged; the stream breaks with BlobDamaged at a bad segment.
   */
  read(id: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Throws BlobMissing, also from within the body where the blob is removed meanwhile and the store cannot hold it. */
  readSealed(id: string): Promise<SealedBlob>;
  /** Puts back what `readSealed` gave, in place of a blob of this id if there is one; durable once it answers. */
  writeSealed(id: string, blob: SealedBlob): Promise<void>;
  /** Removes the blob, its key first; no error when it is gone already. */
  remove(id: string): Promise<void>;
  /** Clears away what writers that were killed left behind where nothing names it. */
  sweep(): Promise<void>;
  /** Throws when blobs can be neither written nor read at the moment. */
  check(): Promise<void>;
}
