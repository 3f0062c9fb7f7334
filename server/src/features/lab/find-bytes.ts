import type { SoughtBytes } from '@companyaccount/contract/samples';
import type { BlobStore } from '#platform/blobs/blob-store.ts';
import { Refusal } from '#platform/errors.ts';
import type { SampleRow } from './samples-access.ts';

/** As much as one call looks through, in bytes. */
const LOOK_BYTES = 64 * 1024 ** 2;

/** Where in a sample to begin; an offset behind its end is `range_not_satisfiable`. */
export function startAt(sample: Pick<SampleRow, 'size'>, offset: number): { start: number; size: number } {
  const size = Number(sample.size);
  if (offset > size) throw new Refusal('range_not_satisfiable');
  return { start: offset, size };
}

/** Looks for bytes in a sample, one segment after another. Nothing is interpreted, and nothing kept. */
export async function findBytes(
  blobs: Pick<BlobStore, 'read'>,
  sample: Pick<SampleRow, 'size' | 'blob_id'>,
  wanted: Buffer,
  offset: number,
): Promise<SoughtBytes> {
  const { start, size } = startAt(sample, offset);
  const end = Math.min(size, start + LOOK_BYTES + wanted.length - 1);
  // What comes at the end of one piece and the beginning of the next.
  let rest: Buffer = Buffer.alloc(0);
  let at = start;
  for await (const piece of await blobs.read(sample.blob_id, { start, end })) {
    const window = Buffer.concat([rest, piece as Buffer]);
    const found = window.indexOf(wanted);
    if (found !== -1) return { offset: at - rest.length + found, next: null };
    at += (piece as Buffer).length;
    rest = window.subarray(Math.max(0, window.length - wanted.length + 1));
  }
  return { offset: null, next: end < size ? start + LOOK_BYTES : null };
}
