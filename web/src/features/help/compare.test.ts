import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareTexts } from './compare.ts';

const signs = { same: ' ', added: '+', removed: '-' } as const;
const shown = (before: string, after: string) =>
  compareTexts(before, after).map(({ kind, text }) => `${signs[kind]}${text}`);

it.each([
  ['a\nb\nc', 'a\nb\nc', [' a', ' b', ' c']],
  ['a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
  ['a\nc', 'a\nb\nc', [' a', '+b', ' c']],
  ['a\na', 'a', [' a', '-a']],
  ['', 'a', ['-', '+a']],
  ['a\nb\nc\nd', 'b\nx\nd', ['-a', ' b', '-c', '+x', ' d']],
])('compares %j with %j', (before, after, lines) => {
  expect(shown(before, after)).toEqual(lines);
});

it('loses no line of either text', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = compareTexts(before.join('\n'), after.join('\n'));
      const of = (but: string) => lines.filter(({ kind }) => kind !== but).map((line) => line.text);
      expect(of('added')).toEqual(before);
      expect(of('removed')).toEqual(after);
    }),
  );
});

it('answers at once for texts that have nothing in common and are long', () => {
  const many = (sign: string) => Array.from({ length: 20_000 }, (_, n) => `${sign}${n}`).join('\n');
  expect(compareTexts(many('a'), many('b'))).toHaveLength(40_000);
});
