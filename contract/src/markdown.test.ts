import { expect, it } from 'vitest';
import { isQuickMarkdown } from './markdown.ts';

it('lets through what people write', () => {
  expect(isQuickMarkdown('')).toBe(true);
  expect(isQuickMarkdown('**Hello**\n\n> quoted\n>> twice\n\n1. one\n   - two\n\n    code ___ ***')).toBe(true);
  expect(isQuickMarkdown(`${'A line of a log_file_name that is long.\n'.repeat(200)}`)).toBe(true);
});

it.each([
  ['quotes in quotes', '>'.repeat(50_000)],
  ['emphasis that never ends', '*a_'.repeat(20_000)],
  ['lists in lists', '- '.repeat(10_000)],
])('stops %s', (_name, text) => {
  expect(isQuickMarkdown(text)).toBe(false);
  expect(isQuickMarkdown(`Hello\n${text}`)).toBe(false);
});
