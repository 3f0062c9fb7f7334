import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SigningKey, signingKeyOf } from '#platform/crypto/signing-keys.ts';
import { signKeyFile, verifyKeyFile } from './key-file.ts';

const makeKey = () => signingKeyOf(generateKeyPairSync('ed25519').privateKey);
const key = makeKey();
const retired = makeKey();
const KEYS = [key, retired];
const NOW = new Date('2026-11-23T12:00:00Z');
const LICENSE = {
  id: '019a0000-0000-7000-8000-000000000001',
  licenseId: '019a0000-0000-7000-8000-000000000002',
  serial: 'NL-1001',
  product: 'Northlight Endpoint',
  component: 'Northlight Endpoint for Windows «Бюро»',
  plan: 'Standard',
  seats: 250,
  validFrom: '2026-11-01T00:00:00.000Z',
  validUntil: '2027-11-01T00:00:00.000Z',
  issuedAt: '2026-11-01T00:00:00.000Z',
};
const file = signKeyFile(LICENSE, key);
const answer = (text: string, now = NOW) => verifyKeyFile(text, KEYS, now).answer;

/** An envelope written by hand, in the right outer form. */
function wrap(envelope: unknown): string {
  const base64 = Buffer.from(JSON.stringify(envelope)).toString('base64');
  const lines = base64.match(/.{1,64}/gu) ?? [];
  return ['-----BEGIN LICENSE KEY-----', ...lines, '-----END LICENSE KEY-----', ''].join('\n');
}
const unwrap = (text: string): Record<string, string> =>
  JSON.parse(Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64').toString());
function signed(content: unknown, by: SigningKey = key, context = 'companyaccount/license-key/v1\n'): string {
  const enc = Buffer.from(JSON.stringify(content)).toString('base64');
  const sig = sign(null, Buffer.from(context + enc), by.privateKey).toString('base64');
  return wrap({ enc, sig, alg: 'ed25519', kid: by.kid });
}

describe('a key file', () => {
  it('has the form that the products read', () => {
    const lines = file.split('\n');
    expect(lines[0]).toBe('-----BEGIN LICENSE KEY-----');
    expect(lines.slice(-2)).toEqual(['-----END LICENSE KEY-----', '']);
    expect(lines.slice(1, -3).every((line) => line.length === 64)).toBe(true);
    expect(Object.keys(unwrap(file))).toEqual(['enc', 'sig', 'alg', 'kid']);
  });

  it('gives back what was signed', () => {
    expect(verifyKeyFile(file, KEYS, NOW)).toEqual({ answer: 'valid', license: { ...LICENSE, kid: key.kid } });
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 1e9 }), (component, seats) => {
        const { license } = verifyKeyFile(signKeyFile({ ...LICENSE, component, seats }, key), KEYS, NOW);
        expect(license).toEqual({ ...LICENSE, component, seats, kid: key.kid });
      }),
    );
  });

  it('stays valid under a retired key, and expires to the millisecond', () => {
    expect(answer(signKeyFile(LICENSE, retired))).toBe('valid');
    expect(answer(file, new Date(Date.parse(LICENSE.validUntil) - 1))).toBe('valid');
    expect(answer(file, new Date(LICENSE.validUntil))).toBe('expired');
    expect(answer(signKeyFile({ ...LICENSE, validUntil: null }, key), new Date('2999-01-01'))).toBe('valid');
  });

  it('of another installation has an unknown issuer', () => {
    expect(answer(signKeyFile(LICENSE, makeKey()))).toBe('unknown_issuer');
    expect(verifyKeyFile(file, [], NOW).answer).toBe('unknown_issuer');
  });
});

describe('one changed byte', () => {
  const bytes = Buffer.from(file);
  const spoilt = ['forged', 'malformed'];

  it('is noticed at every place, whatever bit is flipped', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at);
        expect(spoilt, `bit ${bit} of byte ${at}`).toContain(answer(changed.toString('utf8')));
      }
    }
  });

  it('is noticed at every place for any other letter of the alphabet', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: bytes.length - 1 }),
        fc.constantFrom(...'ABYZabyz0189+/=-_ \r\n\t'),
        (at, letter) => {
          fc.pre(file[at] !== letter);
          expect(spoilt).toContain(answer(file.slice(0, at) + letter + file.slice(at + 1)));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is noticed when it was taken out or put in', () => {
    for (let at = 0; at <= file.length; at += 1) {
      for (const one of ['', 'A', '=', '\n', '\r', ' ', '\u{feff}']) {
        const changed = file.slice(0, at) + one + file.slice(one === '' ? at + 1 : at);
        if (changed !== file) expect(spoilt, `${JSON.stringify(one)} at ${at}`).toContain(answer(changed));
      }
    }
  });
});

describe('a second spelling of the same content', () => {
  it.each([
    ['line ends of Windows', file.replaceAll('\n', '\r\n')],
    ['no line end at the end', file.slice(0, -1)],
    ['something behind', `${file}\n`],
    ['something before', `\u{feff}${file}`],
    ['the file twice', file + file],
    ['other columns', file.replace(/\n(?=[A-Za-z0-9+/]{64}\n)/u, '\n\n')],
    ['nothing', ''],
    ['only the lines around', '-----BEGIN LICENSE KEY-----\n-----END LICENSE KEY-----\n'],
    ['more than 16 kB', signKeyFile({ ...LICENSE, component: 'x'.repeat(16_384) }, key)],
  ])('is malformed: %s', (_, text) => {
    expect(answer(text)).toBe('malformed');
  });

  it.each([
    ['fields in another order', ({ enc, sig, alg, kid }: Record<string, string>) => ({ kid, alg, sig, enc })],
    ['one field more', (envelope: Record<string, string>) => ({ ...envelope, more: '' })],
    ['one field less', ({ enc, sig, alg }: Record<string, string>) => ({ enc, sig, alg })],
    ['another algorithm', (envelope: Record<string, string>) => ({ ...envelope, alg: 'none' })],
    ['an algorithm in capitals', (envelope: Record<string, string>) => ({ ...envelope, alg: 'Ed25519' })],
    ['a list instead of a text', (envelope: Record<string, string>) => ({ ...envelope, kid: [envelope['kid']] })],
    [
      'a signature without its padding',
      (envelope: Record<string, string>) => ({ ...envelope, sig: envelope['sig']?.replace(/=+$/u, '') }),
    ],
    [
      'a name that no key can have',
      (envelope: Record<string, string>) => ({ ...envelope, kid: key.kid.toUpperCase() + '!' }),
    ],
  ])('is malformed in the envelope: %s', (_, change) => {
    expect(answer(wrap(change(unwrap(file))))).toBe('malformed');
  });
});

describe('an edited file', () => {
  const content = { ...LICENSE, kid: key.kid };

  it('is forged when its content, signature or key was exchanged', () => {
    const envelope = unwrap(file);
    const richer = Buffer.from(JSON.stringify({ ...content, seats: 99_999 })).toString('base64');
    expect(answer(wrap({ ...envelope, enc: richer }))).toBe('forged');
    expect(answer(wrap({ ...envelope, sig: '' }))).toBe('forged');
    expect(answer(wrap({ ...envelope, sig: Buffer.alloc(64).toString('base64') }))).toBe('forged');
    expect(answer(wrap({ ...envelope, kid: retired.kid }))).toBe('forged');
    expect(answer(wrap({ ...envelope, kid: '0000000000000000' }))).toBe('forged');
  });

  it('is forged when a foreign key signs under the name of ours', () => {
    expect(answer(signed(content, { ...makeKey(), kid: key.kid }))).toBe('forged');
  });

  it('is forged when the inner name is another key’s, although the signature fits', () => {
    expect(answer(signed({ ...content, kid: retired.kid }))).toBe('forged');
  });

  it('takes no signature that was made for something else', () => {
    expect(answer(signed(content, key, ''))).toBe('forged');
    expect(answer(signed(content, key, 'companyaccount/license-key/v2\n'))).toBe('forged');
  });

  it.each([
    {},
    null,
    [],
    'text',
    { ...content, seats: 0 },
    { ...content, seats: '5' },
    { ...content, validUntil: 'soon' },
    { ...content, more: 1 },
  ])('is malformed when what was signed is no license: %j', (value) => {
    expect(answer(signed(value))).toBe('malformed');
  });
});
