import type { FileHandle } from 'node:fs/promises';
import { replaceFile, writeDurably } from './durable-files.ts';
import { type BlobFiles, packTail } from './folder-body.ts';
import { RECORD_BYTES, SEGMENT_BYTES, sealSegment } from './segments.ts';

interface Position {
  /** Whole segments already in the body. */
  segments: number;
  /** The bytes after them. */
  tail: Buffer;
}

/**
 * Collects bytes into segments and writes each sealed segment to the body. A full segment is held back until a further
 * byte comes, because it may turn out to be the last. While one segment goes to the disk the next is collected.
 */
export class SegmentWriter {
  readonly #files: BlobFiles;
  readonly #key: Buffer;
  readonly #body: FileHandle;
  readonly #buffer: Buffer;
  /** Sealed segments, and bytes collected after them. */
  #segments: number;
  #filled: number;
  #writing: Promise<void> = Promise.resolve();

  /** Of `total` bytes in all, or Infinity where nobody knows; more must not be added. */
  constructor(files: BlobFiles, key: Buffer, body: FileHandle, position: Position, total: number) {
    const left = total - position.segments * SEGMENT_BYTES;
    this.#buffer = Buffer.allocUnsafeSlow(Math.min(SEGMENT_BYTES, Math.max(left, position.tail.length)));
    this.#files = files;
    this.#key = key;
    this.#body = body;
    this.#segments = position.segments;
    this.#filled = position.tail.copy(this.#buffer);
  }

  /** Plain bytes taken so far. */
  get size(): number {
    return this.#segments * SEGMENT_BYTES + this.#filled;
  }

  async add(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      if (this.#filled === SEGMENT_BYTES) {
        await this.#put('middle');
        this.#segments += 1;
        this.#filled = 0;
      }
      const piece = bytes.subarray(at, at + SEGMENT_BYTES - this.#filled);
      this.#buffer.set(piece, this.#filled);
      this.#filled += piece.length;
      at += piece.length;
    }
  }

  /** Keeps the bytes that fill no segment yet in a file of their own; all that was added is durable afterwards. */
  async keep(): Promise<void> {
    await this.#writing;
    const place = { blobId: this.#files.id, index: this.#segments, part: 'tail' } as const;
    const sealed = sealSegment(this.#key, place, this.#buffer.subarray(0, this.#filled));
    await replaceFile(this.#files.tail, packTail(this.#segments, sealed));
  }

  /** Writes the last segment; the blob is finished and durable afterwards. */
  async finish(): Promise<void> {
    await this.#put('last');
    await this.#writing;
  }

  /** Waits for a write under way, whatever its outcome, so that the body may be closed. */
  async settle(): Promise<void> {
    await Promise.allSettled([this.#writing]);
  }

  async #put(part: 'middle' | 'last'): Promise<void> {
    const index = this.#segments;
    const sealed = sealSegment(
      this.#key,
      { blobId: this.#files.id, index, part },
      this.#buffer.subarray(0, this.#filled),
    );
    await this.#writing;
    this.#writing = writeDurably(this.#body, sealed, index * RECORD_BYTES);
    // The failure is met where the promise is awaited; until then it must not count as unhandled.
    this.#writing.catch(() => undefined);
  }
}
