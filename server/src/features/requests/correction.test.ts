import { expect, it } from 'vitest';
import { correctableUntil } from './correction.ts';

const written = new Date('2026-11-23T10:00:00Z');
const message = { author_id: 'anna', created_at: written };
const after = (seconds: number) => new Date(written.getTime() + seconds * 1000);

it('lets the author correct a message for fifteen minutes, and nobody else at all', () => {
  expect(correctableUntil(message, 'anna', written)).toEqual(after(900));
  expect(correctableUntil(message, 'anna', after(899.999))).toEqual(after(900));
  expect(correctableUntil(message, 'anna', after(900))).toBeNull();
  expect(correctableUntil(message, 'boris', written)).toBeNull();
  expect(correctableUntil({ ...message, author_id: null }, 'anna', written)).toBeNull();
});
