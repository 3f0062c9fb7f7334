import { expect, test } from 'vitest';
import { itemsOf } from './pages-items.ts';

test('what two pages repeat stands once, where it came first', () => {
  const pages = [{ data: [{ id: 'a' }, { id: 'b' }] }, { data: [{ id: 'b' }, { id: 'c' }] }];
  expect(itemsOf(pages).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  const releases = [
    { data: [{ number: '2026.11.23.2' }] },
    { data: [{ number: '2026.11.23.2' }, { number: '2026.11.23.1' }] },
  ];
  expect(itemsOf(releases)).toHaveLength(2);
});
