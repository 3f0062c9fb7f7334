import { expect, it } from 'vitest';
import { localClock } from './local-clock.ts';

const shown = (timeZone: string, moment: string) =>
  new Date(localClock(timeZone)(Date.parse(moment))).toISOString().slice(0, 19).replace('T', ' ');

it('shows what clocks of the zone show, on either side of a change', () => {
  expect(shown('Europe/Berlin', '2026-03-29T00:59:59Z')).toBe('2026-03-29 01:59:59');
  expect(shown('Europe/Berlin', '2026-03-29T01:00:00Z')).toBe('2026-03-29 03:00:00');
  expect(shown('Australia/Lord_Howe', '2026-04-04T14:59:59Z')).toBe('2026-04-05 01:59:59');
  expect(shown('Australia/Lord_Howe', '2026-04-04T15:00:00Z')).toBe('2026-04-05 01:30:00');
  expect(shown('Asia/Kathmandu', '2026-11-23T12:00:00Z')).toBe('2026-11-23 17:45:00');
  expect(shown('UTC', '2026-11-23T12:00:00Z')).toBe('2026-11-23 12:00:00');
});
