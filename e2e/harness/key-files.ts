import { generateKeyPairSync, sign } from 'node:crypto';

const BEGIN = '-----BEGIN LICENSE KEY-----';
const END = '-----END LICENSE KEY-----';

type Envelope = Record<'enc' | 'sig' | 'alg' | 'kid', string>;

const open = (text: string): Envelope =>
  JSON.parse(Buffer.from(text.replaceAll(/-----[A-Z ]+-----|\s/gu, ''), 'base64').toString()) as Envelope;

function close(envelope: Envelope): string {
  const lines =
    Buffer.from(JSON.stringify(envelope))
      .toString('base64')
      .match(/.{1,64}/gu) ?? [];
  return [BEGIN, ...lines, END, ''].join('\n');
}

const licenseIn = (text: string) =>
  JSON.parse(Buffer.from(open(text).enc, 'base64').toString()) as { licenseId: string; seats: number };

/** The license that a key file is of. */
export const licenseIdOf = (text: string): string => licenseIn(text).licenseId;

/** The key file with a thousand times the seats, under its old signature. */
export function forgedKeyFile(text: string): string {
  const envelope = open(text);
  const license = licenseIn(text);
  const enc = Buffer.from(JSON.stringify({ ...license, seats: license.seats * 1000 })).toString('base64');
  return close({ ...envelope, enc });
}

/** A key file that says the same, signed by somebody else. */
export function foreignKeyFile(text: string): string {
  const kid = '0123456789abcdef';
  const enc = Buffer.from(JSON.stringify({ ...licenseIn(text), kid })).toString('base64');
  const { privateKey } = generateKeyPairSync('ed25519');
  const sig = sign(null, Buffer.from(`companyaccount/license-key/v1\n${enc}`), privateKey).toString('base64');
  return close({ enc, sig, alg: 'ed25519', kid });
}
