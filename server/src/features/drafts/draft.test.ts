import { expect, it } from 'vitest';
import { excerptOf, requestIdOf } from './draft.ts';

it('knows which drafts are about a request', () => {
  const id = '0198a5c2-0000-7000-8000-000000000000';
  expect(requestIdOf(`reply:${id}`)).toBe(id);
  expect(requestIdOf(`note:${id}`)).toBe(id);
  expect(requestIdOf(`correction:${id}`)).toBeNull();
  expect(requestIdOf('request:new')).toBeNull();
});

it('tells a draft by its first words, in one line', () => {
  expect(excerptOf('  The\n\n gateway\t stops ')).toBe('The gateway stops');
  expect(excerptOf('x'.repeat(500))).toHaveLength(200);
  expect(excerptOf(null)).toBe('');
});
