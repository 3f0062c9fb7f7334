import { PASSWORD_MAX, PASSWORD_MIN } from './schema.ts';

/** Why a password is not taken; null when it is. */
export type PasswordFlaw = 'too_short' | 'too_long' | 'too_easy';

/** Rows of keyboards and the order of the alphabets: three neighbours in a row add nothing to guess. */
const ROWS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'].concat([
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю',
  'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
]);
const RUNS = [...ROWS, ...ROWS.map((row) => [...row].toReversed().join(''))];
const RUN_MIN = 3;
/** So many characters must be left when all that is easy to guess is taken away. */
const REST_MIN = 4;

const lettersAndDigits = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The text without runs of neighbours such as `1234`, `qwe` and `aaa`. */
function withoutRuns(text: string): string {
  const characters = [...text];
  let rest = '';
  for (let at = 0; at < characters.length;) {
    let length = RUN_MIN;
    const isRun = (size: number) => {
      const piece = characters.slice(at, at + size).join('');
      if (at + size > characters.length) return false;
      return new Set(piece).size === 1 || RUNS.some((row) => row.includes(piece));
    };
    if (!isRun(length)) {
      rest += characters[at];
      at += 1;
      continue;
    }
    while (isRun(length + 1)) length += 1;
    at += length;
  }
  return rest;
}

/**
 * Holds a password to the rule: long enough (characters are counted, not bytes), and not only made of what anybody would
 * try first. `words` are what is known of the person and the place: name, address, product. Nothing is demanded about
 * kinds of characters. A list of common passwords is kept by the server besides.
 */
export function passwordFlaw(password: string, words: readonly string[] = []): PasswordFlaw | null {
  const length = [...password].length;
  if (length < PASSWORD_MIN) return 'too_short';
  if (length > PASSWORD_MAX) return 'too_long';
  const text = lettersAndDigits(password);
  // Written in signs alone: nothing of the below can be said about it.
  if (text === '') return new Set(password).size < REST_MIN ? 'too_easy' : null;
  if (/^(.{1,8}?)\1+$/u.test(text)) return 'too_easy';
  const known = words
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
    .map(lettersAndDigits)
    .filter((word) => [...word].length >= RUN_MIN)
    .toSorted((a, b) => b.length - a.length);
  let rest = known.reduce((left, word) => left.replaceAll(word, ''), text);
  rest = withoutRuns(rest.replaceAll(/(?:19|20)\d\d/gu, ''));
  return [...rest].length < REST_MIN ? 'too_easy' : null;
}
