import { createHash, randomBytes } from 'node:crypto';

const FORM = /^bearer (?<token>up_[\w-]{43})$/iu;

/** A new upload token: 32 random bytes under a prefix by which scanners for leaked secrets find it. */
export const makeUploadToken = (): string => `up_${randomBytes(32).toString('base64url')}`;

/** Of a token only this is stored. */
export const hashUploadToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The upload token of an Authorization header; null where there is none. */
export const uploadTokenOf = (header: string | undefined): string | null =>
  FORM.exec(header ?? '')?.groups?.['token'] ?? null;
