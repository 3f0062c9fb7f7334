import { expect, it } from 'vitest';
import { bearerOf, hashToken, hintOf, makeToken } from './api-token.ts';

it('makes tokens of 256 random bits that nobody guesses from what is shown', () => {
  const tokens = Array.from({ length: 50 }, makeToken);
  expect(new Set(tokens).size).toBe(50);
  for (const token of tokens) {
    expect(token).toMatch(/^ca_[\w-]{43}$/u);
    expect(hintOf(token)).toBe(`${token.slice(0, 11)}…`);
    expect(hashToken(token)).toHaveLength(32);
    expect(bearerOf(`Bearer ${token}`)).toBe(token);
    expect(bearerOf(`bearer ${token}`)).toBe(token);
  }
});

it('tells headers of other kinds from tokens that are none', () => {
  for (const header of [undefined, '', 'Basic YTpi', 'Digest x', 'Bearerx']) expect(bearerOf(header)).toBeNull();
  const token = makeToken();
  for (const wrong of [
    '',
    ' ',
    ` ${token}`,
    `${token} `,
    `${token}A`,
    token.slice(0, -1),
    `CA_${token.slice(3)}`,
    'x'.repeat(9000),
  ]) {
    expect(bearerOf(`Bearer ${wrong}`), wrong).toBe('');
  }
  expect(bearerOf('Bearer')).toBe('');
});
