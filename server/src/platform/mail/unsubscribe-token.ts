import { timingSafeEqual } from 'node:crypto';
import { UNSUBSCRIBABLE, type Unsubscribable } from '@companyaccount/contract/notifications';
import type { Keyring } from '#platform/crypto/keyring.ts';

/** How long the link at the end of a mail switches off mails of its kind. */
export const UNSUBSCRIBE_DAYS = 90;

export interface Unsubscription {
  personId: string;
  event: Unsubscribable;
}

const DAY_MS = 86_400_000;
const FORM = /^(?<claim>[\w-]{28})\.(?<proof>[\w-]{43})$/u;

const proofOf = (keyring: Pick<Keyring, 'keyedHash'>, claim: string): string =>
  keyring.keyedHash('token', `unsubscribe ${claim}`).toString('base64url');

/** The token of such a link: person, event and last day, and an HMAC over them. It can do nothing else. */
export function unsubscribeToken(
  keyring: Pick<Keyring, 'keyedHash'>,
  { personId, event }: Unsubscription,
  now: Date,
): string {
  const bytes = Buffer.alloc(21);
  Buffer.from(personId.replaceAll('-', ''), 'hex').copy(bytes);
  bytes.writeUInt8(UNSUBSCRIBABLE.indexOf(event), 16);
  bytes.writeUInt32BE(Math.floor(now.getTime() / DAY_MS) + UNSUBSCRIBE_DAYS, 17);
  const claim = bytes.toString('base64url');
  return `${claim}.${proofOf(keyring, claim)}`;
}

/** What a token switches off; null when it is wrong or past its time. */
export function readUnsubscribeToken(
  keyring: Pick<Keyring, 'keyedHash'>,
  token: string,
  now: Date,
): Unsubscription | null {
  const { claim, proof } = FORM.exec(token)?.groups ?? {};
  if (claim === undefined || proof === undefined) return null;
  if (!timingSafeEqual(Buffer.from(proof), Buffer.from(proofOf(keyring, claim)))) return null;
  const bytes = Buffer.from(claim, 'base64url');
  const event = UNSUBSCRIBABLE[bytes.readUInt8(16)];
  if (event === undefined || bytes.readUInt32BE(17) < Math.floor(now.getTime() / DAY_MS)) return null;
  const personId = bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
  return { personId, event };
}
