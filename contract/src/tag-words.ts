import { Type } from './schema.ts';

/** Characters of a tag. */
export const TAG_MAX = 40;
/** How many a request may have. */
export const TAGS_MAX = 20;

/** A tag as it is kept: small letters, figures and a few signs, with a hyphen for everything between; may be empty. */
export function tagOf(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}.+#]+/gu, '-')
    .replace(/^-/u, '');
  return [...words].slice(0, TAG_MAX).join('').replace(/-$/u, '');
}

/** A tag as somebody writes it. */
export const TagText = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
