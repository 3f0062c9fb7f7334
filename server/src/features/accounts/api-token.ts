import { createHash, randomBytes } from 'node:crypto';

const PREFIX = 'ca_';
const HINT_LENGTH = PREFIX.length + 8;
const FORM = /^ca_[\w-]{43}$/u;

/** A new token: 32 random bytes under a prefix by which scanners for leaked secrets find it. */
export const makeToken = (): string => PREFIX + randomBytes(32).toString('base64url');

/** What may be shown of a token for ever. */
export const hintOf = (token: string): string => `${token.slice(0, HINT_LENGTH)}…`;

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * The token of an Authorization header: null where there is none or one of another kind (a proxy may have its own), and
 * '' for one that cannot be a token of ours.
 */
export function bearerOf(header: string | undefined): string | null {
  const match = /^bearer(?: (.*))?$/iu.exec(header ?? '');
  if (match === null) return null;
  const [, given = ''] = match;
  return FORM.test(given) ? given : '';
}
