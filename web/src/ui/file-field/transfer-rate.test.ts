import { expect, test } from 'vitest';
import { TransferRate } from './transfer-rate.ts';

test('the rate is unknown at first, then follows the last seconds', () => {
  const rate = new TransferRate();
  expect(rate.note(0, 0)).toBeNull();
  expect(rate.note(100, 200)).toBeNull();
  expect(rate.note(1000, 1000)).toBe(1000);
  for (let second = 2; second <= 20; second += 1) rate.note(1000 + (second - 1) * 50, second * 1000);
  expect(rate.note(2000, 21_000)).toBeCloseTo(50, 0);
});

test('a transfer that begins again before the point last seen has no negative rate', () => {
  const rate = new TransferRate();
  rate.note(5000, 0);
  rate.note(9000, 1000);
  expect(rate.note(4000, 2000)).toBeNull();
  expect(rate.note(6000, 3000)).toBe(2000);
  rate.reset();
  expect(rate.note(7000, 9000)).toBeNull();
});
