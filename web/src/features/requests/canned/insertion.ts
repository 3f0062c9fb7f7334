import { CANNED_VARIABLES, type CannedVariable, placesIn } from '@companyaccount/contract';

/** Where a slash begins a search for a canned answer, and what is searched for. */
export interface Slash {
  from: number;
  query: string;
}

const QUERY_MAX = 40;

/**
 * The slash before the caret, at the beginning of the text or after a space; null where there is none. A second slash
 * makes a path of it, and two spaces or a new line end the search.
 */
export function slashBefore(text: string, caret: number): Slash | null {
  const query = /(?:^|\s)\/((?:[^\s/]+ ?)*)$/u.exec(text.slice(Math.max(0, caret - QUERY_MAX - 2), caret))?.[1];
  if (query === undefined || query.length > QUERY_MAX) return null;
  return { from: caret - query.length - 1, query };
}

export type Values = Partial<Record<CannedVariable, string>>;

/** A value as plain words of a Markdown text: a name or a subject makes no link, heading or list of itself. */
const plain = (value: string): string =>
  value
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[\\`*[\]<>&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replace(/^([#+=~-])/u, '\\$1')
    .replace(/^(\d+)([.)])/u, '$1\\$2');

/** Puts what is known into its places; what a value contains is never read as a place, or as Markdown, again. */
export const fillPlaces = (text: string, values: Values): string =>
  text.replaceAll(/\{\{\s*(\w+)\s*\}\}/gu, (place, name: CannedVariable) => {
    const value = values[name];
    return value ? plain(value) : place;
  });

/** The places of canned answers that still stand in a text. */
export const openPlaces = (text: string): string[] =>
  placesIn(text).filter((name) => CANNED_VARIABLES.some((one) => one === name));
