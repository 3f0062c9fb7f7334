import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it('quotes every cell and ends the line as RFC 4180 has it', () => {
  expect(csvLine(['a', 'b "c"', 'd,e', 'f\ng', null, ''])).toBe('"a","b ""c""","d,e","f\ng","",""\r\n');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")'])('disarms %j', (text) => {
  expect(csvLine([text])).toBe(`"'${text.replaceAll('"', '""')}"\r\n`);
});

it('leaves other texts as they are', () => {
  for (const text of ['1-1', 'a=b', ' =1', '2026-11-23', '{"a":1}'])
    expect(csvLine([text])).toContain(`"${text.replaceAll('"', '""')}"`);
});
