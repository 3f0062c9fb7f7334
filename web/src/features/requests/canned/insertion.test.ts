import { describe, expect, it } from 'vitest';
import { fillPlaces, openPlaces, slashBefore } from './insertion.ts';

const at = (text: string) => slashBefore(text, text.length);

describe('a slash that begins a search', () => {
  it('stands at the beginning or after a space, and takes the words up to the caret', () => {
    expect(at('/')).toEqual({ from: 0, query: '' });
    expect(at('/log')).toEqual({ from: 0, query: 'log' });
    expect(at('Hello,\n\n/журнал шлюза')).toEqual({ from: 8, query: 'журнал шлюза' });
    expect(slashBefore('see /log of', 8)).toEqual({ from: 4, query: 'log' });
  });

  it.each(['', 'and/or', '/etc/hosts', 'https://', '/log\n', '/log  ', `/${'a'.repeat(41)}`, '1 / 2 and more  '])(
    'is none in %j',
    (text) => expect(at(text)).toBeNull(),
  );
});

describe('the places of a canned answer', () => {
  it('are filled with what is known, once', () => {
    const values = { customer: 'Anna', subject: 'About {{agent}}', agent: 'Erik', company: '' };
    expect(fillPlaces('{{customer}} of {{ company }}: {{subject}}, {{other}}', values)).toBe(
      'Anna of {{ company }}: About {{agent}}, {{other}}',
    );
  });

  it.each([
    ['[click](https://evil.example)', '\\[click\\](https://evil.example)'],
    ['<img src=x> **Anna** `rm`', '\\<img src=x\\> \\*\\*Anna\\*\\* \\`rm\\`'],
    ['# 1\n- 2', '\\# 1 - 2'],
    ['1. It stops', '1\\. It stops'],
    ['C:\\log _now_ my_file &lt;', 'C:\\\\log \\_now\\_ my_file \\&lt;'],
    ['TS-104233: Jean-Luc O’Neill (Acme)', 'TS-104233: Jean-Luc O’Neill (Acme)'],
  ])('take %j as plain words', (subject, words) => {
    expect(fillPlaces('{{subject}}', { subject })).toBe(words);
  });

  it('are open as long as they stand in the text; others are only words', () => {
    expect(openPlaces('Dear {{customer}}, write {{name}} or {{ product }}.')).toEqual(['customer', 'product']);
    expect(openPlaces('Dear Anna')).toEqual([]);
  });
});
