import { timingSafeEqual } from 'node:crypto';
import type { Keyring } from '#platform/crypto/keyring.ts';

/** How long a tracking link still opens a closed request. */
export const TRACKING_DAYS = 180;

const FORM = /^(?<id>[\w-]{22})\.[\w-]{43}$/u;

/** Hours within which the link that confirms an address works. */
export const CONFIRM_HOURS = 48;

/** The id of a request and an HMAC over it and what the token is for. */
function tokenOf(keyring: Pick<Keyring, 'keyedHash'>, requestId: string, use: string): string {
  const id = Buffer.from(requestId.replaceAll('-', ''), 'hex').toString('base64url');
  return `${id}.${keyring.keyedHash('token', use).toString('base64url')}`;
}

/**
 * The token of a request's tracking link: over its id and the version of the link. It can be made again for every mail
 * without being stored, and a new version voids every link of before.
 */
export const trackingToken = (keyring: Pick<Keyring, 'keyedHash'>, requestId: string, linkVersion: number): string =>
  tokenOf(keyring, requestId, `tracking ${requestId} ${linkVersion}`);

/** The token that confirms the address which was given with a request. */
export const confirmationToken = (keyring: Pick<Keyring, 'keyedHash'>, requestId: string): string =>
  tokenOf(keyring, requestId, `submitter confirmation ${requestId}`);

/** The id of the request that a token claims to open; null when it has not the form of one. */
export function claimedRequest(token: string): string | null {
  const id = FORM.exec(token)?.groups?.['id'];
  if (id === undefined) return null;
  const hex = Buffer.from(id, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}

/** Whether two tokens are the same, in a time that does not tell where they differ. */
export function sameToken(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether the links of a request still open it: until 180 days after it was closed. */
export const isTrackable = (status: string, since: Date, now: Date): boolean =>
  status !== 'closed' || now.getTime() - since.getTime() < TRACKING_DAYS * 86_400_000;
