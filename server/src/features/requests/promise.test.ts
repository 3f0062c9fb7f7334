import { STATUSES } from '@companyaccount/contract/requests';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promiseAfter, promiseAtStart, promiseRegraded } from './promise.ts';

const now = new Date('2026-11-23T10:00:00Z');
const target = { first: 60, next: 240 };
const after = (minutes: number) => ({ at: new Date(now.getTime() + minutes * 60_000), paused: false });
const NONE = { at: null, paused: false };

describe('the promise to speak', () => {
  it('begins with the plan’s first target, and is not made without a plan', () => {
    expect(promiseAtStart(target, now)).toEqual(after(60));
    expect(promiseAtStart(null, now)).toEqual(NONE);
  });

  it('is renewed by the vendor’s word and not pushed away by the customer’s', () => {
    expect(promiseAfter(after(30), target, 'open', 'vendor', now)).toEqual(after(240));
    expect(promiseAfter(after(30), target, 'open', 'customer', now)).toEqual(after(30));
    expect(promiseAfter({ at: null, paused: true }, target, 'open', 'customer', now)).toEqual(after(240));
  });

  it('pauses while the customer is asked and ends with the request', () => {
    expect(promiseAfter(after(30), target, 'waiting_for_customer', 'vendor', now)).toEqual({ at: null, paused: true });
    expect(promiseAfter(after(30), target, 'resolved', 'vendor', now)).toEqual(NONE);
    expect(promiseAfter(after(30), target, 'closed', null, now)).toEqual(NONE);
  });

  it('runs whenever the vendor is to act and there is a plan, whatever was before', () => {
    const before = fc.record({ at: fc.option(fc.date({ noInvalidDate: true })), paused: fc.boolean() });
    fc.assert(
      fc.property(
        before,
        fc.constantFrom(...STATUSES),
        fc.constantFrom('customer', 'vendor', null),
        (current, status, spoke) => {
          const { at, paused } = promiseAfter(current, target, status, spoke, now);
          expect(at !== null).toBe(status === 'new' || status === 'open');
          expect(paused).toBe(status === 'waiting_for_customer');
        },
      ),
    );
  });
});

describe('the promise after a re-grade', () => {
  const regraded = (current: { at: Date | null; paused: boolean }, before: number | null, to: number | null) =>
    promiseRegraded(current, { before, after: to }, 'open', now);

  it('counts from where it began', () => {
    expect(regraded(after(30), 60, 240)).toEqual(after(210));
    expect(regraded(after(210), 240, 60)).toEqual(after(30));
  });

  it('counts from now where it would be over already, but puts nothing off', () => {
    expect(regraded(after(100), 240, 60)).toEqual(after(60));
    expect(regraded(after(20), 240, 60)).toEqual(after(20));
  });

  it('stays late once it is late', () => {
    expect(regraded(after(-5), 60, 2400)).toEqual(after(-5));
  });

  it('begins and ends with the target of the severity', () => {
    expect(regraded(NONE, null, 60)).toEqual(after(60));
    expect(regraded(after(30), 60, null)).toEqual(NONE);
  });

  it('leaves alone what waits for the customer or has ended', () => {
    const paused = { at: null, paused: true };
    expect(promiseRegraded(paused, { before: 60, after: 30 }, 'waiting_for_customer', now)).toEqual(paused);
    expect(promiseRegraded(NONE, { before: 60, after: 30 }, 'resolved', now)).toEqual(NONE);
  });

  it('is never in the past unless it was, and never later for a shorter target', () => {
    const minutes = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: 10_000 }), minutes, minutes, (left, before, to) => {
        const at = regraded(after(left), before, to).at?.getTime() ?? NaN;
        if (left > 0) expect(at).toBeGreaterThan(now.getTime());
        if (to <= before) expect(at).toBeLessThanOrEqual(now.getTime() + left * 60_000);
      }),
    );
  });
});
