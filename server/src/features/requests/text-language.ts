/** Enough to tell a language by, and little to look through. */
const LOOKED_AT = 3000;
/** A detector takes these for words of some language. */
const NO_WORDS = [
  /```[\s\S]*?(?:```|$)/gu,
  /`[^`\n]*`/gu,
  /https?:\/\/\S+/giu,
  /\S*[\\/@_=<>{}|\d]\S*/gu,
  /(?<=\s)--?\w+/gu,
];
const LETTER = /\p{L}/gu;
const FEWEST_LETTERS = 5;

/** What of a text is written in a language: no code, addresses, paths, numbers. */
export function proseOf(text: string): string {
  return NO_WORDS.reduce((rest, pattern) => rest.replaceAll(pattern, ' '), text.slice(0, LOOKED_AT))
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/**
 * The ISO 639-1 code of the language that a text is written in; null where that cannot be told. The detector works
 * offline; it is loaded with the first text, since it takes some 60 MB.
 */
export async function languageOf(text: string): Promise<string | null> {
  const prose = proseOf(text);
  if ((prose.match(LETTER)?.length ?? 0) < FEWEST_LETTERS) return null;
  const { eld } = await import('eld/small');
  const found = eld.detect(prose);
  return found.isReliable() && /^[a-z]{2,3}$/u.test(found.language) ? found.language : null;
}
