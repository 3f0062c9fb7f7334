import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endQueryOf, endsOf, plain, plainQueryOf, readSearch, stemLanguagesOf, wordsOf } from './search-words.ts';

describe('words of a text', () => {
  it.each([
    ['Event 7031, at «logon»!', ['Event', '7031', 'at', 'logon']],
    ['D:\\Backup\\nl_gateway.log', ['D', 'Backup', 'nl', 'gateway', 'log']],
    ['Trojan.Win32.Agent.abc', ['Trojan', 'Win32', 'Agent', 'abc']],
    ['東京で更新できません', ['東京', 'で', '更新', 'でき', 'ま', 'せん']],
    ['病毒库更新失败', ['病毒', '库', '更新', '失败']],
  ])('of %s', (text, words) => expect(wordsOf(text)).toEqual(words));

  it('are the same for everyone who might type them', () => {
    expect(['Störung', 'ЁЛКА', 'Ärger', 'naïve', 'ﬁle'].map(plain)).toEqual([
      'storung',
      'елка',
      'arger',
      'naive',
      'file',
    ]);
  });

  it('hold nothing that a query would take for a sign', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        for (const term of readSearch(text).terms)
          expect(plainQueryOf(term)).toMatch(/^[\p{L}\p{M}\p{N}]+(?:(?: <-> |:\*)[\p{L}\p{M}\p{N}]*)*$/u);
      }),
    );
  });

  it('are bounded', () => {
    expect(wordsOf('a '.repeat(50_000))).toHaveLength(10_000);
    expect(wordsOf('x'.repeat(5000))).toEqual([]);
  });
});

it('finds any part of a name by the ends of its words', () => {
  const ends = endsOf('catalogue.log');
  expect(ends).toContain('~logue');
  expect(ends).not.toContain('~ue');
  expect(endQueryOf({ words: ['LOG'], exact: false })).toBe("'~log':*");
  expect(endQueryOf({ words: ['lo'], exact: false })).toBeNull();
});

describe('what is typed into the search field', () => {
  it.each([
    ['#104233', { prefix: null, value: 104233, only: true }],
    ['104233', { prefix: null, value: 104233, only: false }],
    ['[TS-104233]', { prefix: 'TS', value: 104233, only: true }],
    ['vl 10871', { prefix: 'VL', value: 10871, only: true }],
    ['№104233', { prefix: null, value: 104233, only: true }],
    ['event 7031', null],
  ])('%s as a number', (text, number) => expect(readSearch(text).number).toEqual(number));

  it('is cut into terms, quoted ones kept whole', () => {
    expect(readSearch('update «Не работает» D:\\Backup').terms).toEqual([
      { words: ['не', 'работает'], exact: true },
      { words: ['update'], exact: false },
      { words: ['D', 'Backup'], exact: false },
    ]);
    expect(plainQueryOf({ words: ['D', 'Backup'], exact: false })).toBe('d <-> backup:*');
    expect(readSearch(' "" !! ').terms).toEqual([]);
  });

  it('may be the beginning of a SHA-256', () => {
    expect(readSearch('DEADBEEF01').hash).toBe('deadbeef01');
    expect(readSearch('deadbee').hash).toBeNull();
  });

  it('is stemmed as the languages of its script are', () => {
    expect(stemLanguagesOf('сервере')).toEqual(['ru']);
    expect(stemLanguagesOf('更新')).toEqual([]);
    expect(stemLanguagesOf('7031')).toEqual([]);
  });
});
