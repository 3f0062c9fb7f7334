import { BlobDamaged, openSegment, RECORD_BYTES, SEGMENT_BYTES, SEGMENT_OVERHEAD, sealSegment } from './segments.ts';

/** Segments in one part of an object; a part must have five megabytes or more, unless it is the last. */
export const PART_SEGMENTS = 8;
/** Plain bytes in every part but the last. */
export const PART_BYTES = PART_SEGMENTS * SEGMENT_BYTES;

/** Seals plain bytes as the segments from `first` on; all are middle ones, but the last where the blob ends there. */
export function sealPart(key: Buffer, blobId: string, first: number, plain: Buffer, ends: boolean): Buffer {
  const count = Math.max(1, Math.ceil(plain.length / SEGMENT_BYTES));
  const pieces = Array.from({ length: count }, (_, at) =>
    sealSegment(
      key,
      { blobId, index: first + at, part: ends && at === count - 1 ? 'last' : 'middle' },
      plain.subarray(at * SEGMENT_BYTES, (at + 1) * SEGMENT_BYTES),
    ),
  );
  return Buffer.concat(pieces.flat());
}

/** How many plain bytes a finished object of this length holds. */
export function plainSize(blobId: string, bytes: number): number {
  const records = Math.ceil(bytes / RECORD_BYTES);
  const size = bytes - records * SEGMENT_OVERHEAD;
  if (records === 0 || size < (records - 1) * SEGMENT_BYTES) throw new BlobDamaged(`blob ${blobId} was cut`);
  return size;
}

/** What is known of an unfinished object: its parts so far, by what completing names them. */
export interface Progress {
  uploadId: string | null;
  etags: string[];
}

/** The bytes that fill no part yet, with the number of parts before them. */
export function sealTail(key: Buffer, blobId: string, parts: number, plain: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(parts);
  return Buffer.concat([head, ...sealSegment(key, { blobId, index: parts, part: 'tail' }, plain)]);
}

/**
 * Opens what `sealTail` made. One that belongs before the parts there are is out of date; one of later parts means that
 * some were lost (BlobDamaged).
 */
export function openTail(key: Buffer, blobId: string, parts: number, content: Buffer | null): Buffer {
  if (content === null) return Buffer.alloc(0);
  const index = content.length < 4 ? Infinity : content.readUInt32BE();
  if (index < parts) return Buffer.alloc(0);
  if (index > parts) throw new BlobDamaged(`blob ${blobId} has lost parts before its tail`);
  return openSegment(key, { blobId, index, part: 'tail' }, content.subarray(4));
}
