import { expect, it } from 'vitest';
import { parseByteRange } from './byte-range.ts';

it.each([
  [undefined, 10, 'whole'],
  ['bytes=0-', 10, { start: 0, end: 10 }],
  ['bytes=0-0', 10, { start: 0, end: 1 }],
  ['bytes=3-5', 10, { start: 3, end: 6 }],
  ['bytes=3-500', 10, { start: 3, end: 10 }],
  ['bytes=9-', 10, { start: 9, end: 10 }],
  ['bytes=-3', 10, { start: 7, end: 10 }],
  ['bytes=-30', 10, { start: 0, end: 10 }],
  ['bytes=-0', 10, 'unsatisfiable'],
  ['bytes=10-', 10, 'unsatisfiable'],
  ['bytes=10-12', 10, 'unsatisfiable'],
  ['bytes=0-', 0, 'unsatisfiable'],
  ['bytes=-5', 0, 'unsatisfiable'],
  ['bytes=5-3', 10, 'whole'],
  ['bytes=-', 10, 'whole'],
  ['bytes=0-1,3-4', 10, 'whole'],
  ['bytes=a-b', 10, 'whole'],
  ['bytes=0-99999999999999999999', 10, 'whole'],
  ['items=0-1', 10, 'whole'],
] as const)('%s of %i bytes', (header, size, range) => {
  expect(parseByteRange(header, size)).toEqual(range);
});
