import { describe, expect, it } from 'vitest';
import { minutesOf, NEW_PLAN, targetsOf } from './plan.ts';
import { bodyOf, complaintsOf, NEW_TERMS, wholeNumber } from './terms.ts';

const TERMS = { ...NEW_TERMS, productId: 'a', planId: 'b', seats: '25', until: '2027-12-31' };

describe('terms of a license', () => {
  it('say what is missing or wrong', () => {
    expect(complaintsOf(TERMS)).toEqual({});
    expect(complaintsOf(NEW_TERMS)).toEqual({
      productId: 'required',
      planId: 'required',
      seats: 'number',
      validUntil: 'required',
    });
    expect(complaintsOf({ ...TERMS, until: '', endless: true })).toEqual({});
    expect(complaintsOf({ ...TERMS, from: '2028-01-01', seats: '0', count: '100001' })).toEqual({
      seats: 'seats',
      count: 'count',
      validUntil: 'order',
    });
  });

  it('are sent with whole days in UTC, the last one included', () => {
    expect(bodyOf({ ...TERMS, from: '2026-12-01', reference: ' PO 1 ' })).toEqual({
      planId: 'b',
      seats: 25,
      validFrom: '2026-12-01T00:00:00.000Z',
      validUntil: '2027-12-31T23:59:59.999Z',
      reference: 'PO 1',
    });
    expect(bodyOf({ ...TERMS, endless: true })).toMatchObject({ validUntil: null, reference: null });
  });

  it('take numbers as people write them', () => {
    expect(wholeNumber('100 000')).toBe(100_000);
    expect(['', '1.5', '-1', '1e3', 'ten'].map(wholeNumber).every(Number.isNaN)).toBe(true);
  });
});

describe('targets of a plan', () => {
  it('are typed in hours, with a point or a comma', () => {
    expect(minutesOf('0,5')).toBe(30);
    expect(minutesOf(' 0.25 ')).toBe(15);
    expect(['', 'soon', '-1', '1e3'].map(minutesOf).every(Number.isNaN)).toBe(true);
  });

  it('are all needed but the resolution', () => {
    expect(targetsOf(NEW_PLAN.targets)?.[1]).toEqual({ first: 120, next: 240, resolution: null });
    const first = (text: string) => ({ ...NEW_PLAN.targets, 1: { ...NEW_PLAN.targets[1], first: text } });
    expect(targetsOf(first(''))).toBeNull();
    expect(targetsOf(first('0'))).toBeNull();
  });
});
