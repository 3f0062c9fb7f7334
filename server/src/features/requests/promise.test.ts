import { type RequestStatus, STATUSES } from '@companyaccount/contract/requests';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AROUND_THE_CLOCK, type WorkingHours } from '#platform/working-time.ts';
import { promiseAfter, promiseAtStart, promiseRecounted, type PromisedTime } from './promise.ts';

const now = new Date('2026-11-23T10:00:00Z');
const calendar = AROUND_THE_CLOCK;
const target = { first: 60, next: 240, calendar };
const after = (minutes: number) => ({ at: new Date(now.getTime() + minutes * 60_000), paused: false, left: null });
const NONE = { at: null, paused: false, left: null };
const paused = (left: number | null) => ({ at: null, paused: true, left });
/** Two hours on Mondays; it is Monday, eleven o'clock. */
const rare = { timeZone: 'Europe/Berlin', hours: [{ day: 1, from: '10:00', to: '12:00' }], holidays: [] };

describe('the promise to speak', () => {
  it('begins with the plan’s first target, and is not made without a plan', () => {
    expect(promiseAtStart(target, now)).toEqual(after(60));
    expect(promiseAtStart(null, now)).toEqual(NONE);
  });

  it('is renewed by the vendor’s word and not pushed away by the customer’s', () => {
    expect(promiseAfter(after(30), target, 'open', 'vendor', now)).toEqual(after(240));
    expect(promiseAfter(after(30), target, 'open', 'customer', now)).toEqual(after(30));
    expect(promiseAfter(paused(null), target, 'open', 'customer', now)).toEqual(after(240));
  });

  it('pauses while the customer is asked, with a whole promise after an answer, and ends with the request', () => {
    expect(promiseAfter(after(30), target, 'waiting_for_customer', 'vendor', now)).toEqual(paused(240));
    expect(promiseAfter(after(30), target, 'resolved', 'vendor', now)).toEqual(NONE);
    expect(promiseAfter(after(30), target, 'closed', null, now)).toEqual(NONE);
  });

  it('goes on with what was left', () => {
    const waiting = promiseAfter(after(30), target, 'waiting_for_customer', null, now);
    expect(waiting).toEqual(paused(30));
    expect(promiseAfter(waiting, target, 'waiting_for_customer', null, after(500).at)).toEqual(paused(30));
    expect(promiseAfter(waiting, target, 'open', 'customer', now)).toEqual(after(30));
    // It was late already, and is late at once.
    const late = promiseAfter(after(-5), target, 'waiting_for_customer', null, now);
    expect(promiseAfter(late, target, 'open', 'customer', now)).toEqual(after(0));
  });

  it('is counted in the calendar of the plan', () => {
    const promise = promiseAtStart({ ...target, first: 120, calendar: rare }, now);
    expect(promise.at).toEqual(new Date('2026-11-30T10:00:00Z'));
    const asked = promiseAfter(promise, { ...target, calendar: rare }, 'waiting_for_customer', null, now);
    expect(asked.left).toBe(120);
    const thursday = new Date('2026-11-26T08:00:00Z');
    const again = promiseAfter(asked, { ...target, calendar: rare }, 'open', 'customer', thursday);
    expect(again.at).toEqual(new Date('2026-11-30T11:00:00Z'));
  });

  it('runs whenever the vendor is to act and there is a plan, whatever was before', () => {
    const before = fc.record({
      at: fc.option(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })),
      paused: fc.boolean(),
      left: fc.option(fc.integer({ min: 0, max: 5000 })),
    });
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
  const recounted = (
    current: PromisedTime,
    before: number | null,
    to: number | null,
    counted: WorkingHours,
    status: RequestStatus,
  ) =>
    promiseRecounted(current, { minutes: before, calendar: counted }, { minutes: to, calendar: counted }, status, now);
  const regraded = (current: PromisedTime, before: number | null, to: number | null) =>
    recounted(current, before, to, calendar, 'open');

  it('counts from where it began', () => {
    expect(regraded(after(30), 60, 240)).toEqual(after(210));
    expect(regraded(after(210), 240, 60)).toEqual(after(30));
  });

  it('counts from now where it would be over already, but puts nothing off', () => {
    expect(regraded(after(100), 240, 60)).toEqual(after(60));
    expect(regraded(after(20), 240, 60)).toEqual(after(20));
    expect(regraded(after(182), 240, 60)).toEqual(after(60));
  });

  it('stays late once it is late', () => {
    expect(regraded(after(-5), 60, 2400)).toEqual(after(-5));
  });

  it('begins and ends with the target of the severity', () => {
    expect(regraded(NONE, null, 60)).toEqual(after(60));
    expect(regraded(after(30), 60, null)).toEqual(NONE);
  });

  it('gives a clock that stands more or less, and leaves alone what has ended', () => {
    const waiting = (current: PromisedTime, before: number | null, to: number | null) =>
      recounted(current, before, to, calendar, 'waiting_for_customer');
    expect(waiting(paused(50), 60, 90)).toEqual(paused(80));
    expect(waiting(paused(50), 60, 30)).toEqual(paused(20));
    expect(waiting(paused(20), 60, 30)).toEqual(paused(20));
    expect(waiting(paused(50), 60, null)).toEqual(NONE);
    expect(waiting(NONE, null, 60)).toEqual(paused(null));
    expect(recounted(NONE, 60, 30, calendar, 'resolved')).toEqual(NONE);
  });

  it('is counted in the calendar of the plan', () => {
    const current = { at: new Date('2026-11-30T10:00:00Z'), paused: false, left: null };
    const moved = (to: number) => recounted(current, 120, to, rare, 'open').at;
    // An hour is left today, and two next Monday.
    expect(moved(240)).toEqual(new Date('2026-12-07T10:00:00Z'));
    expect(moved(60)).toEqual(new Date('2026-11-23T11:00:00Z'));
  });

  it('goes on with the minutes that are left when the calendar changes', () => {
    const terms = (counted: WorkingHours, minutes = 240) => ({ minutes, calendar: counted });
    const moved = promiseRecounted(after(90), terms(calendar), terms(rare), 'open', now);
    // An hour today, half an hour next Monday.
    expect(moved.at).toEqual(new Date('2026-11-30T09:30:00Z'));
    expect(promiseRecounted(moved, terms(rare), terms(calendar), 'open', now)).toEqual(after(90));
    expect(promiseRecounted(paused(50), terms(calendar), terms(rare), 'waiting_for_customer', now)).toEqual(paused(50));
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
