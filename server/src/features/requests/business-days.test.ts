import { describe, expect, it } from 'vitest';
import { afterBusinessDays } from './business-days.ts';

describe('business days', () => {
  it.each([
    // 23 November 2026 is a Monday.
    ['2026-11-23T10:00:00Z', 5, '2026-11-30T10:00:00.000Z'],
    ['2026-11-23T10:00:00Z', 1, '2026-11-24T10:00:00.000Z'],
    ['2026-11-27T18:30:00Z', 1, '2026-11-30T18:30:00.000Z'],
    ['2026-11-27T18:30:00Z', 5, '2026-12-04T18:30:00.000Z'],
    ['2026-11-28T09:00:00Z', 5, '2026-12-07T00:00:00.000Z'],
    ['2026-11-29T23:59:59Z', 5, '2026-12-07T00:00:00.000Z'],
    ['2026-11-30T00:00:00Z', 5, '2026-12-07T00:00:00.000Z'],
    ['2026-11-23T10:00:00Z', 0, '2026-11-23T10:00:00.000Z'],
    ['2026-11-23T10:00:00Z', 10, '2026-12-07T10:00:00.000Z'],
  ])('%s and %i of them end at %s', (since, days, end) => {
    expect(afterBusinessDays(new Date(since), days).toISOString()).toBe(end);
  });
});
