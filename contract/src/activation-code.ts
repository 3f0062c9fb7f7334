/** Digits and letters without I, L, O and U, so that nothing read aloud or off paper is ambiguous. */
export const ACTIVATION_CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const ACTIVATION_CODE_LENGTH = 20;

const M = ACTIVATION_CODE_ALPHABET.length;

/** Reads what a person typed: case, spaces and dashes do not matter, I and L are 1, O is 0. */
export function normalizeActivationCode(typed: string): string {
  return typed
    .toUpperCase()
    .replaceAll(/[\s\-‐-―]/gu, '')
    .replaceAll(/[IL]/gu, '1')
    .replaceAll('O', '0');
}

/**
 * The check character of the first 19 characters by the hybrid system of ISO 7064 with M = 32 (MOD 33,32).
 * Throws a RangeError on a character outside the alphabet.
 */
export function activationCodeCheckCharacter(body: string): string {
  let product = M;
  for (const character of body) {
    const value = ACTIVATION_CODE_ALPHABET.indexOf(character);
    if (value < 0) throw new RangeError(`not in the alphabet: ${character}`);
    const sum = (product + value) % M || M;
    product = (sum * 2) % (M + 1);
  }
  return ACTIVATION_CODE_ALPHABET.charAt((M + 1 - product) % M);
}

/** Tells a typing error before anything is looked up: right length, right characters, right check character. */
export function isWellFormedActivationCode(normalized: string): boolean {
  if (normalized.length !== ACTIVATION_CODE_LENGTH) return false;
  for (const character of normalized) if (!ACTIVATION_CODE_ALPHABET.includes(character)) return false;
  const body = normalized.slice(0, -1);
  return activationCodeCheckCharacter(body) === normalized.at(-1);
}

/** Four groups of five, as printed: `XXXXX-XXXXX-XXXXX-XXXXX`. */
export function formatActivationCode(normalized: string): string {
  return normalized.match(/.{1,5}/gu)?.join('-') ?? '';
}
