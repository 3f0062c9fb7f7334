import { expect, it } from 'vitest';
import { MAX_TRIES, nextTry, restUntil, stepAfterFailure, stopsAt } from './delivery.ts';

const HOUR = 3_600_000;
const start = new Date('2026-03-01T00:00:00Z');
const after = (hours: number) => new Date(start.getTime() + hours * HOUR);

it('tries ten times within a day, ever more rarely', () => {
  let at = start;
  let before = 0;
  for (let tries = 1; tries < MAX_TRIES; tries += 1) {
    const next = nextTry(tries, at, 0.5) ?? start;
    expect(next.getTime() - at.getTime()).toBeGreaterThan(before);
    before = next.getTime() - at.getTime();
    at = next;
  }
  expect(MAX_TRIES).toBe(10);
  expect(nextTry(MAX_TRIES, at, 0)).toBeNull();
  expect((at.getTime() - start.getTime()) / HOUR).toBeGreaterThan(23);
  expect(nextTry(9, start, 1)).toEqual(after(11));
});

it('lets a server that fails rest, five minutes at most', () => {
  const rests = [1, 2, 3, 100].map((failures) => restUntil(failures, start).getTime() - start.getTime());
  expect(rests).toEqual([5000, 10_000, 20_000, 300_000]);
});

it('warns after a day without a success, once, and stops after five', () => {
  expect(stepAfterFailure(start, false, after(23))).toBeNull();
  expect(stepAfterFailure(start, false, after(24))).toBe('warn');
  expect(stepAfterFailure(start, true, after(24))).toBeNull();
  expect(stepAfterFailure(start, true, after(119))).toBeNull();
  expect(stepAfterFailure(start, true, after(120))).toBe('stop');
  expect(stopsAt(start)).toEqual(after(120));
});
