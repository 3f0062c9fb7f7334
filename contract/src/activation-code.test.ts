import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACTIVATION_CODE_ALPHABET,
  activationCodeCheckCharacter,
  formatActivationCode,
  isWellFormedActivationCode,
  normalizeActivationCode,
} from './activation-code.ts';

const character = fc.constantFrom(...ACTIVATION_CODE_ALPHABET);
const code = fc
  .string({ unit: character, minLength: 19, maxLength: 19 })
  .map((body) => body + activationCodeCheckCharacter(body));

describe('an activation code', () => {
  it('has the check character that ISO 7064 gives', () => {
    // Worked by hand with M = 32: ((32 + v) mod 32 or 32) · 2 mod 33, for every character.
    expect(activationCodeCheckCharacter('0')).toBe('2');
    expect(activationCodeCheckCharacter('1')).toBe('Z');
    expect(() => activationCodeCheckCharacter('U')).toThrow(RangeError);
  });

  it('is read however it is typed', () => {
    fc.assert(
      fc.property(code, (valid) => {
        expect(isWellFormedActivationCode(valid)).toBe(true);
        const typed = ` ${formatActivationCode(valid).toLowerCase().replaceAll('1', 'l').replaceAll('0', 'o').replace('-', ' – ')} `;
        expect(normalizeActivationCode(typed)).toBe(valid);
        expect(normalizeActivationCode(valid.replaceAll('1', 'I'))).toBe(valid);
      }),
    );
  });

  it('with one wrong character is never well formed', () => {
    fc.assert(
      fc.property(code, fc.nat(19), character, (valid, at, other) => {
        fc.pre(valid.charAt(at) !== other);
        expect(isWellFormedActivationCode(valid.slice(0, at) + other + valid.slice(at + 1))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('of another length or alphabet is not well formed', () => {
    expect(isWellFormedActivationCode('')).toBe(false);
    expect(isWellFormedActivationCode('A'.repeat(19))).toBe(false);
    expect(isWellFormedActivationCode('Ж'.repeat(20))).toBe(false);
  });
});
