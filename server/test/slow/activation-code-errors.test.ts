import {
  ACTIVATION_CODE_ALPHABET,
  ACTIVATION_CODE_LENGTH,
  isWellFormedActivationCode,
} from '@companyaccount/contract/activation-code';
import { expect, it } from 'vitest';
import { generateActivationCode } from '#features/licensing/index.ts';

const CODES = 10_000;
const codes = Array.from({ length: CODES }, generateActivationCode);
const places = Array.from({ length: ACTIVATION_CODE_LENGTH }, (_, place) => place);

it('catches every wrong character in ten thousand codes', () => {
  let tried = 0;
  const missed: string[] = [];
  for (const code of codes) {
    for (const place of places) {
      for (const other of ACTIVATION_CODE_ALPHABET) {
        if (other === code[place]) continue;
        const wrong = code.slice(0, place) + other + code.slice(place + 1);
        tried += 1;
        if (isWellFormedActivationCode(wrong)) missed.push(wrong);
      }
    }
  }
  expect(tried).toBe(CODES * ACTIVATION_CODE_LENGTH * (ACTIVATION_CODE_ALPHABET.length - 1));
  expect(missed).toEqual([]);
});

it('catches all but one in five hundred swaps of neighbours, and says which it misses', () => {
  let tried = 0;
  const missed: [string, string][] = [];
  for (const code of codes) {
    for (const place of places.slice(1)) {
      const [one = '', other = ''] = [code[place - 1], code[place]];
      if (one === other) continue;
      tried += 1;
      if (isWellFormedActivationCode(code.slice(0, place - 1) + other + one + code.slice(place + 1)))
        missed.push([one, other]);
    }
  }
  const rate = missed.length / tried;
  console.log(`${missed.length} of ${tried} swaps of neighbours missed: ${(rate * 100).toFixed(2)} %`);
  expect(rate).toBeGreaterThan(0.001);
  expect(rate).toBeLessThan(0.003);
  // Only of characters that stand side by side in the alphabet, its ends being neighbours too.
  for (const [one, other] of missed) {
    const distance = Math.abs(ACTIVATION_CODE_ALPHABET.indexOf(one) - ACTIVATION_CODE_ALPHABET.indexOf(other));
    expect([1, ACTIVATION_CODE_ALPHABET.length - 1]).toContain(distance);
  }
});
