import { timingSafeEqual } from 'node:crypto';
import type { Keyring } from '#platform/crypto/keyring.ts';

/** For so many days after a resolution it can be rated by the link in the mail that told it. */
export const RATING_DAYS = 30;

/** One resolution of one request, and the person who is asked. */
export interface AskedRating {
  requestId: string;
  personId: string;
  resolvedAt: Date;
}

const DAY_MS = 86_400_000;
const CLAIM_BYTES = 38;
const FORM = /^(?<claim>[\w-]{51})\.(?<proof>[\w-]{43})$/u;

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
const idOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');

const proofOf = (keyring: Pick<Keyring, 'keyedHash'>, claim: string): string =>
  keyring.keyedHash('token', `rating ${claim}`).toString('base64url');

/** The token of such a link: request, person and resolution, and an HMAC over them. It is made anew for each mail. */
export function ratingToken(
  keyring: Pick<Keyring, 'keyedHash'>,
  { requestId, personId, resolvedAt }: AskedRating,
): string {
  const time = Buffer.alloc(6);
  time.writeUIntBE(resolvedAt.getTime(), 0, 6);
  const claim = Buffer.concat([bytesOf(requestId), bytesOf(personId), time]).toString('base64url');
  return `${claim}.${proofOf(keyring, claim)}`;
}

/** What a token asks about; null when it is wrong, or past its time. */
export function readRatingToken(keyring: Pick<Keyring, 'keyedHash'>, token: string, now: Date): AskedRating | null {
  const { claim, proof } = FORM.exec(token)?.groups ?? {};
  if (claim === undefined || proof === undefined) return null;
  if (!timingSafeEqual(Buffer.from(proof), Buffer.from(proofOf(keyring, claim)))) return null;
  const bytes = Buffer.from(claim, 'base64url');
  const resolvedAt = new Date(bytes.readUIntBE(CLAIM_BYTES - 6, 6));
  if (now.getTime() - resolvedAt.getTime() > RATING_DAYS * DAY_MS) return null;
  return { requestId: idOf(bytes.subarray(0, 16)), personId: idOf(bytes.subarray(16, 32)), resolvedAt };
}
