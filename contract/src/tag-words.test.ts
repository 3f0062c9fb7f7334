import { expect, it } from 'vitest';
import { TAG_MAX, tagOf } from './tag-words.ts';

it.each([
  [' Known Bug ', 'known-bug'],
  ['known_bug', 'known-bug'],
  ['Известная  ошибка', 'известная-ошибка'],
  ['v8.2', 'v8.2'],
  ['C++ / C#', 'c++-c#'],
  ['ｗｉｄｅ', 'wide'],
  ['"; drop table', 'drop-table'],
  ['--', ''],
  ['‮evil', 'evil'],
])('%j is kept as %j, and stays so', (text, tag) => {
  expect(tagOf(text)).toBe(tag);
  expect(tagOf(tag)).toBe(tag);
});

it('is cut where it is too long, at no half of a character', () => {
  expect(tagOf('𝒳'.repeat(50))).toBe('x'.repeat(TAG_MAX));
  expect([...tagOf('😀a'.repeat(2) + '𐐀'.repeat(80))]).toHaveLength(TAG_MAX);
  expect(tagOf(`${'a'.repeat(TAG_MAX - 1)} b`)).toBe('a'.repeat(TAG_MAX - 1));
});
