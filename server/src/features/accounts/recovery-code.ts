import { createHash } from 'node:crypto';

// Digits and letters that are not mistaken for one another when read from paper.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

export const RECOVERY_CODES = 10;
/** Random bytes that one code is made of: five bits of each. */
export const RECOVERY_CODE_BYTES = LENGTH;

/** A code of 80 random bits, in groups of four. */
export const writeRecoveryCode = (random: Uint8Array): string =>
  [...random]
    .map((byte) => ALPHABET[byte & 31])
    .join('')
    .replaceAll(/.{4}(?=.)/gu, '$&-');

/** The code as it was meant: capitals, no spaces and dashes, what looks alike is the same. Null when it is none. */
export function readRecoveryCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/gu, '1');
  return code.length === LENGTH && [...code].every((character) => ALPHABET.includes(character)) ? code : null;
}

/** What is kept of a code. */
export const hashRecoveryCode = (code: string): Buffer => createHash('sha256').update(code).digest();
