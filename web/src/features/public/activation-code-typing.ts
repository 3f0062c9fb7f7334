import {
  ACTIVATION_CODE_ALPHABET,
  ACTIVATION_CODE_LENGTH,
  formatActivationCode,
  isWellFormedActivationCode,
  normalizeActivationCode,
} from '@companyaccount/contract';

/** What can be said of an activation code before it is sent. */
export type TypedCode =
  | { state: 'empty' }
  | { state: 'partial'; typed: number }
  | { state: 'too_long'; typed: number }
  | { state: 'foreign_character'; character: string }
  | { state: 'mistyped' }
  | { state: 'complete'; code: string };

/** Judges an activation code as far as it is typed. */
export function judgeTypedCode(shown: string): TypedCode {
  const code = normalizeActivationCode(shown);
  if (code === '') return { state: 'empty' };
  const foreign = [...code].find((character) => !ACTIVATION_CODE_ALPHABET.includes(character));
  if (foreign !== undefined) return { state: 'foreign_character', character: foreign };
  if (code.length < ACTIVATION_CODE_LENGTH) return { state: 'partial', typed: code.length };
  if (code.length > ACTIVATION_CODE_LENGTH) return { state: 'too_long', typed: code.length };
  return isWellFormedActivationCode(code) ? { state: 'complete', code } : { state: 'mistyped' };
}

const IN_TEXT = /(?<![\p{L}\d])[\p{L}\d]{5}(?:[\s\-‐-―_.]{0,3}[\p{L}\d]{5}){3}(?![\p{L}\d])/gu;

/** The activation code in a pasted text, such as a line of a mail; the text itself when none is found. */
export function codeInText(pasted: string): string {
  for (const [found] of pasted.matchAll(IN_TEXT)) {
    const code = normalizeActivationCode(found.replaceAll(/[_.]/gu, ''));
    if (isWellFormedActivationCode(code)) return code;
  }
  return pasted;
}

const countTyped = (text: string) => normalizeActivationCode(text).length;

/**
 * The text of the field after an edit, grouped in fours of five, and the place of the caret in it: behind as many
 * characters of the code as before. After typing it steps over a dash, after deleting it stays before it, so that the
 * next deletion takes a character.
 */
export function regroup(text: string, caret: number, deleting: boolean): { text: string; caret: number } {
  const shown = formatActivationCode(normalizeActivationCode(text));
  const before = countTyped(text.slice(0, caret));
  const dashes = before === 0 ? 0 : Math.floor((deleting ? before - 1 : before) / 5);
  return { text: shown, caret: Math.min(before + dashes, shown.length) };
}
