import { describe, expect, it } from 'vitest';
import { closesAt, isReopenable, nextStep } from './closing.ts';

// 23 November 2026 is a Monday.
const at = (time: string) => new Date(`2026-${time}:00Z`);
const step = (status: Parameters<typeof nextStep>[0]['status'], since: string, reminded?: string) => {
  const next = nextStep({ status, since: at(since), remindedAt: reminded === undefined ? null : at(reminded) });
  return next === null ? null : `${next.does} ${next.at.toISOString().slice(5, 16)}`;
};

describe('the calendar', () => {
  it.each([
    // Five business days of silence, whatever weekday they begin on.
    ['11-23T10:00', 'remind 11-30T10:00'],
    ['11-25T10:00', 'remind 12-02T10:00'],
    ['11-27T18:30', 'remind 12-04T18:30'],
    ['11-28T09:00', 'remind 12-07T00:00'],
    ['11-29T23:59', 'remind 12-07T00:00'],
    ['12-30T10:00', 'remind 01-06T10:00'],
  ])('reminds who is awaited since %s: %s', (since, next) => {
    expect(step('waiting_for_customer', since)).toBe(next);
  });

  it.each([
    ['11-30T10:00', 'close 12-02T10:00'],
    ['12-03T10:00', 'close 12-07T10:00'],
    ['12-04T10:00', 'close 12-08T10:00'],
    ['12-05T10:00', 'close 12-09T00:00'],
  ])('closes two business days after a reminder of %s: %s', (reminded, next) => {
    expect(step('waiting_for_customer', '11-20T10:00', reminded)).toBe(next);
  });

  it('closes what is resolved after 14 days, and leaves alone what the vendor works on or nobody', () => {
    expect(step('resolved', '11-23T10:00')).toBe('close 12-07T10:00');
    for (const status of ['new', 'open', 'closed'] as const) expect(step(status, '11-23T10:00')).toBeNull();
  });

  it('says from the first day on when a request will be closed', () => {
    const reminded = at('11-30T10:00');
    const closed = at('12-02T10:00');
    expect(closesAt('waiting_for_customer', reminded, null)).toEqual(closed);
    expect(closesAt('waiting_for_customer', closed, reminded)).toEqual(closed);
    expect(closesAt('resolved', closed, null)).toEqual(closed);
    expect(closesAt('open', null, null)).toBeNull();
  });

  it('lets a closed request be opened again for 30 days', () => {
    const since = at('10-24T12:00');
    expect(isReopenable(since, at('10-24T12:00'))).toBe(true);
    expect(isReopenable(since, at('11-23T11:59'))).toBe(true);
    expect(isReopenable(since, at('11-23T12:00'))).toBe(false);
  });
});
