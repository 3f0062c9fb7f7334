import { describe, expect, it } from 'vitest';
import { shownStateOf, validityOf } from './validity.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const day = (days: number) => new Date(NOW + days * 86_400_000).toISOString();
const license = (from: number, until: number | null) => ({
  state: 'active' as const,
  validFrom: day(from),
  validUntil: until === null ? null : day(until),
});

describe('the times of a license', () => {
  it.each([
    [-10, null, 'endless', 'active'],
    [-10, 61, 'until', 'active'],
    [-10, 60, 'until', 'active'],
    [-10, 59.9, 'expires', 'soon'],
    [-10, 0.01, 'expires', 'soon'],
    [-10, 0, 'expired', 'expired'],
    [-400, -59, 'expired', 'expired'],
    [-400, -60, 'expiredOn', 'expired'],
    [0.01, 400, 'begins', 'not_yet_valid'],
    [5, null, 'begins', 'not_yet_valid'],
    [0, 400, 'until', 'active'],
  ])('from day %d to %s: %s, shown as %s', (from, until, is, shown) => {
    expect(validityOf(license(from, until), NOW).is).toBe(is);
    expect(shownStateOf(license(from, until), NOW)).toBe(shown);
  });

  it('yield to what the vendor decided', () => {
    expect(shownStateOf({ ...license(-400, -1), state: 'suspended' }, NOW)).toBe('suspended');
    expect(shownStateOf({ ...license(5, 10), state: 'revoked' }, NOW)).toBe('revoked');
  });

  it('follow the clock of the page, not the age of the answer', () => {
    const answered = license(-10, 1);
    expect(shownStateOf(answered, NOW)).toBe('soon');
    expect(shownStateOf(answered, NOW + 2 * 86_400_000)).toBe('expired');
  });
});
