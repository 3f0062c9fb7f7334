import { expect, it } from 'vitest';
import { newId } from './ids.ts';

it('ids rise, however fast they are made', () => {
  const ids = Array.from({ length: 50_000 }, newId);
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});
