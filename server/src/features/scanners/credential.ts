import { createHash, randomBytes } from 'node:crypto';
import { SCANNER_USER } from '@companyaccount/contract/scanners';

const PREFIX = 'sc_';
const HINT_LENGTH = PREFIX.length + 8;
const FORM = /^sc_[\w-]{43}$/u;

/** A new secret: 32 random bytes under a prefix of its own, of characters that stand in an address as they are. */
export const makeSecret = (): string => PREFIX + randomBytes(32).toString('base64url');

/** What may be shown of a secret for ever. */
export const hintOf = (secret: string): string => `${secret.slice(0, HINT_LENGTH)}…`;

export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/**
 * The secret of an Authorization header: null where there is none or one that is meant for another (a proxy may have its
 * own), and '' for one that is meant for us and cannot be right.
 */
export function secretOf(header: string | undefined): string | null {
  const encoded = /^basic +(\S+)$/iu.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const given = Buffer.from(encoded, 'base64').toString();
  const colon = given.indexOf(':');
  const [user, secret] = colon === -1 ? [given, ''] : [given.slice(0, colon), given.slice(colon + 1)];
  if (user !== SCANNER_USER && !secret.startsWith(PREFIX)) return null;
  return user === SCANNER_USER && FORM.test(secret) ? secret : '';
}
