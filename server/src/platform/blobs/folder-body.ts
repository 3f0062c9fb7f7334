import { type FileHandle, open } from 'node:fs/promises';
import { BlobMissing, type BlobState } from './blob-store.ts';
import { orNull, readOrNull, readInto } from './durable-files.ts';
import { BlobDamaged, openSegment, RECORD_BYTES, SEGMENT_BYTES, SEGMENT_OVERHEAD } from './segments.ts';

/** Where the parts of one blob lie. */
export interface BlobFiles {
  id: string;
  folder: string;
  body: string;
  key: string;
  tail: string;
}

/** What is certain of a body file: its whole middle segments, and the last one once the blob is finished. */
interface Body extends BlobState {
  /** Middle segments; a record beyond them is the last one, or torn. */
  segments: number;
}

/** Opens the body file, or throws BlobMissing. */
export async function openBody(files: BlobFiles, flags: 'r' | 'r+'): Promise<FileHandle> {
  const handle = await orNull(open(files.body, flags));
  if (handle === null) throw new BlobMissing(files.id);
  return handle;
}

/**
 * Looks at the end of the body. The last record says by itself whether it is the last segment (the blob is finished),
 * a middle one, or torn by a crash; since every record is on the disk before the next is begun, no other can be torn.
 */
export async function inspectBody(handle: FileHandle, key: Buffer, blobId: string): Promise<Body> {
  const { size: bytes } = await handle.stat();
  const records = Math.ceil(bytes / RECORD_BYTES);
  if (records === 0) return { segments: 0, size: 0, finished: false };
  const index = records - 1;
  const record = await readInto(Buffer.allocUnsafeSlow(Math.min(bytes, RECORD_BYTES)), handle, index * RECORD_BYTES);
  const opens = (part: 'last' | 'middle') => {
    try {
      openSegment(key, { blobId, index, part }, record);
      return true;
    } catch (error) {
      if (error instanceof BlobDamaged) return false;
      throw error;
    }
  };
  if (opens('last')) {
    return { segments: index, size: index * SEGMENT_BYTES + record.length - SEGMENT_OVERHEAD, finished: true };
  }
  const segments = record.length === RECORD_BYTES && opens('middle') ? records : index;
  return { segments, size: segments * SEGMENT_BYTES, finished: false };
}

const INDEX_BYTES = 4;

/** The content of a tail file: the index of the segment it will become part of, and the sealed bytes. */
export function packTail(index: number, sealed: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(INDEX_BYTES);
  head.writeUInt32BE(index);
  return Buffer.concat([head, ...sealed]);
}

/**
 * The bytes after the middle segments of an unfinished blob. A tail that belongs before them is out of date: its bytes
 * are within a segment by now. Throws BlobDamaged for a tail of later segments, since those must have been lost.
 */
export async function readTail(files: BlobFiles, key: Buffer, segments: number): Promise<Buffer> {
  const content = await readOrNull(files.tail);
  if (content === null) return Buffer.alloc(0);
  const index = content.length < INDEX_BYTES ? Infinity : content.readUInt32BE();
  if (index < segments) return Buffer.alloc(0);
  if (index > segments) throw new BlobDamaged(`blob ${files.id} has lost segments before its tail`);
  return openSegment(key, { blobId: files.id, index, part: 'tail' }, content.subarray(INDEX_BYTES));
}
