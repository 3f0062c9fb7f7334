import { expect, it } from 'vitest';
import { nextDaily } from './daily-time.ts';

it.each([
  ['2026-06-10T04:59:00Z', 'Europe/Moscow', '2026-06-10T05:00:00.000Z'],
  ['2026-06-10T05:00:00Z', 'Europe/Moscow', '2026-06-11T05:00:00.000Z'],
  ['2026-06-10T12:00:00Z', 'UTC', '2026-06-11T08:00:00.000Z'],
  ['2026-06-10T00:30:00Z', 'America/New_York', '2026-06-10T12:00:00.000Z'],
  ['2026-06-10T00:00:00Z', 'Asia/Kathmandu', '2026-06-10T02:15:00.000Z'],
  // The clock goes forward in the night between, so the wait is an hour shorter.
  ['2026-03-28T08:00:00Z', 'Europe/Berlin', '2026-03-29T06:00:00.000Z'],
])('after %s in %s it is %s', (now, zone, due) => {
  expect(nextDaily(new Date(now), zone).toISOString()).toBe(due);
});
