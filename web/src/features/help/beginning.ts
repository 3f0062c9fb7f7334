import {
  ARTICLE_TEXT_MAX,
  ARTICLE_TITLE_MAX,
  type Message,
  type Participant,
  type Request,
} from '@companyaccount/contract';

/** Stands for what was left out. */
const LEFT_OUT = '[…]';
const ADDRESS = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const NAME_LENGTH = 3;

/** Finds a word and, where it is Russian, its cases: the last vowel gives way to another ending, as in Анна and Анне, or falls out, as in Павел and Павла. */
function formsOf(word: string): string {
  const escaped = word.replaceAll(/[$()*+.?[\\\]^{|}]/gu, '\\$&');
  return /^\p{Script=Cyrillic}{3,}$/u.test(word)
    ? `${escaped.replace(/[аеийоуыьэюя]$/iu, '').replace(/([еёо])(?=[клц]$)/iu, '$1?')}\\p{Script=Cyrillic}{0,3}`
    : escaped;
}

/** Replaces these names, whole and by their words, and every mail address. */
function withoutNames(text: string, names: readonly string[]): string {
  const words = names.flatMap((name) => [name, ...name.split(/\s+/u)]).filter((word) => word.length >= NAME_LENGTH);
  const found = text.replaceAll(ADDRESS, LEFT_OUT);
  if (words.length === 0) return found;
  const longestFirst = [...new Set(words)].toSorted((a, b) => b.length - a.length).map(formsOf);
  return found.replaceAll(
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, 'giu'),
    LEFT_OUT,
  );
}

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');

/**
 * What an article about a request may begin with: its subject, what was first written, as a quotation, and the public
 * answers. Names of those who took part on the customer's side, of their company, and mail addresses are left out; what
 * else concerns the customer alone is for whoever edits it to see.
 */
export function beginningOf(
  { subject, company, author, submitter }: Pick<Request, 'subject' | 'company' | 'author' | 'submitter'>,
  messages: readonly Pick<Message, 'author' | 'visibility' | 'text'>[],
  participants: readonly Participant[],
): { title: string; text: string } {
  const open = messages.filter(({ visibility }) => visibility === 'public');
  const people = [author, ...participants, ...open.map((message) => message.author)];
  const names = [
    ...people.filter(({ side }) => side === 'customer').map(({ name }) => name),
    ...(company === null ? [] : [company.name]),
    ...(submitter === null ? [] : [submitter.name]),
  ];
  const question = open.find((message) => message.author.side === 'customer');
  const answers = open.filter((message) => message.author.side === 'vendor');
  const parts = [...(question === undefined ? [] : [quoted(question.text)]), ...answers.map(({ text }) => text)];
  return {
    title: withoutNames(subject, names).slice(0, ARTICLE_TITLE_MAX),
    text: withoutNames(parts.join('\n\n'), names).slice(0, ARTICLE_TEXT_MAX),
  };
}
