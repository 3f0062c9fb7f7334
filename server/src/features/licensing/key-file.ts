import { createPublicKey, sign, verify } from 'node:crypto';
import type { KeyFileAnswer, KeyFileLicense, LicenseKey } from '@companyaccount/contract/licensing';
import type { SigningKey } from '#platform/crypto/signing-keys.ts';

const BEGIN = '-----BEGIN LICENSE KEY-----';
const END = '-----END LICENSE KEY-----';
const COLUMNS = 64;
/** Signed in front of the content, so that a signature made for anything else never fits. */
const CONTEXT = 'companyaccount/license-key/v1\n';
const ALGORITHM = 'ed25519';
/** In bytes; real ones have about a thousand. */
const KEY_FILE_MAX = 16_384;
const KID = /^[0-9a-f]{16}$/u;

export type PublishedKey = Pick<LicenseKey, 'kid' | 'publicKey'>;

/** What is known of a key file; the license only of one whose signature is good. */
export type KeyFileFindings =
  | { answer: 'valid' | 'expired'; license: KeyFileLicense }
  | { answer: Exclude<KeyFileAnswer, 'valid' | 'expired'>; license: null };

interface Envelope {
  enc: string;
  sig: string;
  alg: string;
  kid: string;
}

const signedBytes = (enc: string) => Buffer.from(CONTEXT + enc, 'utf8');

function formatEnvelope({ enc, sig, alg, kid }: Envelope): string {
  const text = Buffer.from(JSON.stringify({ enc, sig, alg, kid })).toString('base64');
  const lines = text.match(new RegExp(`.{1,${COLUMNS}}`, 'gu')) ?? [];
  return [BEGIN, ...lines, END, ''].join('\n');
}

/** Signs a key file for one component of a license. */
export function signKeyFile(license: Omit<KeyFileLicense, 'kid'>, { kid, privateKey }: SigningKey): string {
  const enc = Buffer.from(JSON.stringify({ ...license, kid })).toString('base64');
  const sig = sign(null, signedBytes(enc), privateKey).toString('base64');
  return formatEnvelope({ enc, sig, alg: ALGORITHM, kid });
}

function parseJson(base64: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64')));
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isCanonical = (base64: string) => Buffer.from(base64, 'base64').toString('base64') === base64;

/** The envelope of a text that is, byte for byte, what `formatEnvelope` makes of it: no second spelling is taken. */
function parseEnvelope(text: string): Envelope | null {
  if (Buffer.byteLength(text) > KEY_FILE_MAX || !text.startsWith(`${BEGIN}\n`) || !text.endsWith(`\n${END}\n`)) {
    return null;
  }
  const value = parseJson(text.slice(BEGIN.length, -END.length - 1).replaceAll('\n', ''));
  if (!isObject(value)) return null;
  const { enc, sig, alg, kid } = value;
  if (typeof enc !== 'string' || typeof sig !== 'string' || typeof kid !== 'string' || alg !== ALGORITHM) return null;
  if (!isCanonical(enc) || !isCanonical(sig) || !KID.test(kid)) return null;
  const envelope = { enc, sig, alg, kid };
  return formatEnvelope(envelope) === text ? envelope : null;
}

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isTime = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

const CONTENT: Record<keyof KeyFileLicense, (value: unknown) => boolean> = {
  id: isText,
  licenseId: isText,
  serial: isText,
  product: isText,
  component: isText,
  plan: isText,
  seats: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  validFrom: isTime,
  validUntil: (value) => value === null || isTime(value),
  issuedAt: isTime,
  kid: isText,
};

function parseContent(enc: string): KeyFileLicense | null {
  const value = parseJson(enc);
  if (!isObject(value) || Object.keys(value).length !== Object.keys(CONTENT).length) return null;
  const fits = Object.entries(CONTENT).every(([name, check]) => check(value[name]));
  return fits ? (value as KeyFileLicense) : null;
}

function signatureFits({ enc, sig }: Envelope, { publicKey }: PublishedKey): boolean {
  return verify(null, signedBytes(enc), createPublicKey(publicKey), Buffer.from(sig, 'base64'));
}

const refused = (answer: Exclude<KeyFileAnswer, 'valid' | 'expired'>): KeyFileFindings => ({ answer, license: null });

/**
 * Says what a key file is worth at the time `now`, by nothing but the published keys; retired ones count too. What is
 * inside is decoded only once the signature fits. A license that has not begun is `valid`: its `validFrom` says when.
 */
export function verifyKeyFile(text: string, keys: readonly PublishedKey[], now: Date): KeyFileFindings {
  const envelope = parseEnvelope(text);
  if (envelope === null) return refused('malformed');
  const key = keys.find(({ kid }) => kid === envelope.kid);
  if (key === undefined) {
    // A file of ours under a name that is not ours was tampered with; only what no key of ours signed is foreign.
    return refused(keys.some((one) => signatureFits(envelope, one)) ? 'forged' : 'unknown_issuer');
  }
  if (!signatureFits(envelope, key)) return refused('forged');
  const license = parseContent(envelope.enc);
  if (license === null) return refused('malformed');
  if (license.kid !== envelope.kid) return refused('forged');
  const expired = license.validUntil !== null && Date.parse(license.validUntil) <= now.getTime();
  return { answer: expired ? 'expired' : 'valid', license };
}
