import { expect, test } from 'vitest';
import { linkParts } from './text-links.ts';

const origin = 'https://portal.example';
const links = (text: string) => linkParts(text, origin).flatMap((part) => (part.href === null ? [] : [part.href]));

test('only addresses of this installation become links', () => {
  expect(links('Open https://portal.example/confirm#a-b_C.')).toEqual(['https://portal.example/confirm#a-b_C']);
  expect(links('(https://portal.example/requests/1)')).toEqual(['https://portal.example/requests/1']);
  for (const text of [
    'https://evil.example/',
    'https://portal.example.evil.example/',
    'https://portal.example@evil.example/',
    'http://portal.example/',
    'https://portal.example:8443/',
    'javascript:alert(1)',
    'https://',
  ]) {
    expect(links(text)).toEqual([]);
  }
});

test('no character of the text is lost', () => {
  const text = 'a https://portal.example/x, b https://evil.example/ (https://portal.example/y)\nc';
  expect(
    linkParts(text, origin)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
  expect(linkParts('', origin)).toEqual([]);
});
