import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Plain bytes in every segment but the last, which may hold fewer, or none. */
export const SEGMENT_BYTES = 1024 * 1024;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** What sealing adds to a segment. */
export const SEGMENT_OVERHEAD = NONCE_BYTES + TAG_BYTES;
/** Length of a full sealed segment. */
export const RECORD_BYTES = SEGMENT_BYTES + SEGMENT_OVERHEAD;

/** The stored bytes are not what was written: changed, cut, exchanged, or sealed under another key. */
export class BlobDamaged extends Error {
  override name = 'BlobDamaged';
}

/**
 * Where a segment stands: `middle` and `last` in the finished sequence, `tail` for the bytes of an unfinished blob
 * that do not fill a segment yet. The place is authenticated, so segments cannot be cut off, moved or exchanged.
 */
export interface SegmentPlace {
  blobId: string;
  index: number;
  part: 'middle' | 'last' | 'tail';
}

const aad = ({ blobId, index, part }: SegmentPlace) => Buffer.from(`${blobId}:${index}:${part}`);

/** Encrypts one segment under the blob's own key: nonce 12, ciphertext, tag 16. */
export function sealSegment(key: Buffer, place: SegmentPlace, plaintext: Buffer): Buffer[] {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(place));
  return [nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()];
}

/** Decrypts what `sealSegment` made for the same key and place. Throws BlobDamaged. */
export function openSegment(key: Buffer, place: SegmentPlace, sealed: Buffer): Buffer {
  const damaged = (cause?: unknown) =>
    new BlobDamaged(`segment ${place.index} (${place.part}) of blob ${place.blobId} is damaged`, { cause });
  if (sealed.length < SEGMENT_OVERHEAD) throw damaged();
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(aad(place))
    .setAuthTag(sealed.subarray(end));
  try {
    // A stream cipher gives everything at once; final() only checks the tag.
    const plaintext = decipher.update(sealed.subarray(NONCE_BYTES, end));
    decipher.final();
    return plaintext;
  } catch (cause) {
    throw damaged(cause);
  }
}
