/** Counts how often each byte comes. */
export function countBytes(bytes: Uint8Array, counts: Float64Array): void {
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
}

/** Bits per byte, 0 to 8, to three digits. */
export function entropyOf(counts: Float64Array): number {
  let total = 0;
  for (const count of counts) total += count;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / total) * Math.log2(count / total);
  return Math.round(bits * 1000) / 1000;
}

/** The entropy of some bytes at once. */
export function entropyOfBytes(bytes: Uint8Array): number {
  const counts = new Float64Array(256);
  countBytes(bytes, counts);
  return entropyOf(counts);
}

/** Packed or encrypted content comes near to 8; programs, texts and documents do not. */
export const HIGH_ENTROPY = 7.2;

const PARTS_MAX = 256;
/** Fewer bytes have no entropy worth drawing. */
const PART_MIN = 256;

/** The entropy along some bytes, in up to 256 parts of equal length. */
export function entropyAlong(bytes: Uint8Array): { bytes: number; values: number[] } {
  const part = Math.max(PART_MIN, Math.ceil(bytes.length / PARTS_MAX));
  const count = Math.ceil(bytes.length / part);
  const values = Array.from({ length: count }, (_, index) =>
    entropyOfBytes(bytes.subarray(index * part, (index + 1) * part)),
  );
  return { bytes: part, values };
}
