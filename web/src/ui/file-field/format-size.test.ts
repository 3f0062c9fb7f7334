import { expect, test } from 'vitest';
import { formatSeconds, formatSize } from './format-size.ts';

const plain = (text: string) => text.replaceAll(/\s/gu, ' ');

test.each([
  [0, '0 bytes', '0 байт'],
  [1, '1 byte', '1 байт'],
  [1023, '1,023 bytes', '1 023 байта'],
  [1536, '1.5 kB', '1,5 кБ'],
  [12.4 * 1024 ** 2, '12.4 MB', '12,4 МБ'],
  [250 * 1024 ** 2, '250 MB', '250 МБ'],
  [4 * 1024 ** 3, '4 GB', '4 ГБ'],
])('%d bytes are %s, %s', (bytes, english, russian) => {
  expect(plain(formatSize(bytes, 'en'))).toBe(english);
  expect(plain(formatSize(bytes, 'ru'))).toBe(russian);
});

test.each([
  [0.2, '1 sec'],
  [40, '40 sec'],
  [150, '3 min'],
  [5400, '1.5 hr'],
])('%d seconds are %s', (seconds, english) => expect(plain(formatSeconds(seconds, 'en'))).toBe(english));
