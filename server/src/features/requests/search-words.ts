/** Longer ones are data, not words. */
const WORD_MAX = 64;
/** What a text may add to the index at most. */
const WORDS_MAX = 10_000;
const PART_MIN = 3;

// Written without spaces between words: cut by the segmenter, which knows their dictionaries.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

const cut = (run: string): string[] =>
  UNSPACED.test(run)
    ? Array.from(segmenter.segment(run), ({ segment, isWordLike }) => (isWordLike === true ? segment : '')).filter(
        (word) => word !== '',
      )
    : [run];

/** The words of a text as they stand, in order; signs between them are dropped, so quoted words and paths are found. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [run] of text.normalize('NFKC').matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu)) {
    for (const word of cut(run)) if (word.length <= WORD_MAX) words.push(word);
    if (words.length >= WORDS_MAX) break;
  }
  return words;
}

/** A word without case and accents, the same for everyone who might type it. */
export const plain = (word: string): string =>
  word
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .normalize('NFC');

/** Marks a lexeme that is the end of a word, by which any part of the word is found as the beginning of an end. */
const END_MARK = '~';

/** The ends of the words of a name: "log" finds "catalogue" by the end "logue". */
export function endsOf(name: string): string[] {
  const ends = new Set<string>();
  for (const word of wordsOf(name).map(plain)) {
    const letters = Array.from(word);
    for (let at = 1; at <= letters.length - PART_MIN; at += 1) ends.add(END_MARK + letters.slice(at).join(''));
  }
  return [...ends];
}

/** What is looked for: words in a row (one, mostly), and whether the last may go on. */
export interface Term {
  words: string[];
  /** "quoted": as it stands, nothing stemmed, nothing after it. */
  exact: boolean;
}

export interface SearchText {
  terms: Term[];
  /** When the text may be the number of a request; `prefix` says it can be nothing else. */
  number: { prefix: 'TS' | 'VL' | null; value: number; only: boolean } | null;
  /** When the text may be the beginning of a SHA-256, in hexadecimal digits. */
  hash: string | null;
}

const TERMS_MAX = 8;
const QUOTED = /["«„“”‟]([^"«»„“”‟]+)["»“”‟]/gu;
const NUMBER = /^\[?\s*(?:#|№)?\s*(TS|VL)?[-\s]?#?(\d{1,15})\s*\]?$/iu;
const HASH = /^[0-9a-f]{8,64}$/iu;

/** Reads what a person typed into the search field. */
export function readSearch(text: string): SearchText {
  const typed = text.trim();
  const terms: Term[] = [];
  const rest = typed.normalize('NFKC').replaceAll(QUOTED, (_whole, inner: string) => {
    terms.push({ words: wordsOf(inner).map(plain), exact: true });
    return ' ';
  });
  for (const chunk of rest.split(/\s+/u)) terms.push({ words: wordsOf(chunk), exact: false });
  const number = NUMBER.exec(typed.normalize('NFC'));
  return {
    terms: terms.filter(({ words }) => words.length > 0).slice(0, TERMS_MAX),
    number:
      number === null
        ? null
        : {
            prefix: (number[1]?.toUpperCase() as 'TS' | 'VL' | undefined) ?? null,
            value: Number(number[2]),
            only: /[[#№a-z]/iu.test(typed),
          },
    hash: HASH.test(typed) ? typed.toLowerCase() : null,
  };
}

const STEMMED = {
  Cyrillic: ['ru'],
  Greek: ['el'],
  Arabic: ['ar'],
  Latin: ['en', 'de', 'fr', 'es', 'pt', 'it'],
} as const;

/** Languages whose stems a typed word may have, by its script. */
export function stemLanguagesOf(word: string): readonly string[] {
  if (/\p{Script=Cyrillic}/u.test(word)) return STEMMED.Cyrillic;
  if (/\p{Script=Greek}/u.test(word)) return STEMMED.Greek;
  if (/\p{Script=Arabic}/u.test(word)) return STEMMED.Arabic;
  return /\p{Script=Latin}/u.test(word) ? STEMMED.Latin : [];
}

/**
 * A term in the words of `to_tsquery('simple', …)`: one word and what begins with it, or any part of it where ends are
 * indexed; several words as a phrase. Words are letters and digits alone, so there is nothing to escape.
 */
export function plainQueryOf({ words, exact }: Term): string {
  const last = words.length - 1;
  return words.map((word, at) => (exact || at < last ? plain(word) : `${plain(word)}:*`)).join(' <-> ');
}

/** The same for the ends of words, as a query literal; null where a part would be too short. */
export function endQueryOf({ words, exact }: Term): string | null {
  const [word] = words;
  if (exact || words.length !== 1 || word === undefined || Array.from(word).length < PART_MIN) return null;
  return `'${END_MARK}${plain(word)}':*`;
}
