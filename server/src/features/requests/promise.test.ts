import { STATUSES } from '@companyaccount/contract/requests';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promiseAfter, promiseAtStart } from './promise.ts';

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
