import { createHash, sign, verify } from 'node:crypto';
import type { SigningKey } from '#platform/crypto/signing-keys.ts';

/** An entry of the audit log with everything that its hash covers. */
export interface ChainedEntry {
  id: number;
  at: Date;
  personId: string | null;
  companyId: string | null;
  sessionId: string | null;
  tokenId: string | null;
  action: string;
  objectType: string;
  objectId: string;
  /** The JSON as PostgreSQL writes it. */
  data: string;
  subjectHash: Buffer | null;
}

/** What the chain had come to after entry `number`. */
export interface Head {
  number: number;
  hash: Buffer;
  sealedAt: Date;
}

/** The hash in front of the first entry. */
export const CHAIN_START = Buffer.alloc(32);

const sha256 = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/**
 * The hash of the entry in place `number`, after an entry whose hash is `previous`: SHA-256 of a JSON array in UTF-8,
 * without spaces, as docs/operations.md describes it.
 */
export const hashEntry = (number: number, previous: Buffer, entry: ChainedEntry): Buffer =>
  sha256(
    JSON.stringify([
      'companyaccount/audit/v1',
      number,
      previous.toString('hex'),
      entry.id,
      entry.at.toISOString(),
      entry.personId,
      entry.companyId,
      entry.sessionId,
      entry.tokenId,
      entry.action,
      entry.objectType,
      entry.objectId,
      entry.data,
      entry.subjectHash?.toString('hex') ?? null,
    ]),
  );

/** The hash of a side row: its salt, then its text as it stands. */
export const hashSubject = (salt: Buffer, details: string): Buffer => sha256(salt, details);

const signedBytes = ({ number, hash, sealedAt }: Head) =>
  Buffer.from(`companyaccount/audit-head/v1\n${number}\n${hash.toString('hex')}\n${sealedAt.toISOString()}`);

export const signHead = (head: Head, { privateKey }: SigningKey): Buffer => sign(null, signedBytes(head), privateKey);

/** Whether the key in PEM signed this head. */
export function isHeadSigned(head: Head, signature: Buffer, publicKey: string): boolean {
  try {
    return verify(null, signedBytes(head), publicKey, signature);
  } catch {
    // A key that is none signed nothing.
    return false;
  }
}
