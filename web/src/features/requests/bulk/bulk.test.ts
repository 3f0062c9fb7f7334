import type { BulkOutcome } from '@companyaccount/contract';
import { describe, expect, it } from 'vitest';
import { between, callsBack, callsFor, countOutcomes } from './bulk.ts';

const AT = '2026-11-23T12:00:00.000Z';
type Before = NonNullable<BulkOutcome['before']>;
const done = (id: string, before: Partial<Before>): BulkOutcome => ({
  id,
  outcome: 'done',
  code: null,
  before: { status: 'open', resolution: null, ownerId: null, severity: 3, ...before },
  updatedAt: AT,
});
const refused = (id: string, code: BulkOutcome['code']): BulkOutcome => ({
  id,
  outcome: 'refused',
  code,
  before: null,
  updatedAt: null,
});

describe('many outcomes', () => {
  it('are counted, with each reason once', () => {
    const outcomes = [done('a', {}), refused('b', 'forbidden'), refused('c', 'forbidden'), refused('d', 'not_found')];
    expect(countOutcomes(outcomes)).toEqual({
      done: 1,
      unchanged: 0,
      refused: 3,
      codes: ['forbidden', 'not_found'],
    });
  });
});

describe('more requests than one call takes', () => {
  it('go into several calls', () => {
    const requests = Array.from({ length: 401 }, (_, n) => ({ id: String(n) }));
    const calls = callsFor(requests, { deed: 'assign', personId: null });
    expect(calls.map((call) => call.requests.length)).toEqual([200, 200, 1]);
    expect(calls[2]).toEqual({ requests: [{ id: '400' }], deed: 'assign', personId: null });
  });
});

describe('taking back', () => {
  it('gives each request to whoever had it, in one call for each of them', () => {
    const calls = callsBack(
      [done('a', { ownerId: 'x' }), done('b', {}), done('c', { ownerId: 'x' }), refused('d', 'forbidden')],
      { deed: 'assign', personId: null },
      '',
    );
    expect(calls).toEqual([
      { deed: 'assign', personId: 'x', requests: ['a', 'c'].map((id) => ({ id, updatedAt: AT })) },
      { deed: 'assign', personId: null, requests: [{ id: 'b', updatedAt: AT }] },
    ]);
  });

  it('opens what was new, and resolves what was resolved as it had been', () => {
    const calls = callsBack(
      [
        done('a', { status: 'new' }),
        done('b', { status: 'open' }),
        done('c', { status: 'resolved', resolution: 'fixed' }),
        done('d', { status: 'closed', resolution: 'withdrawn' }),
      ],
      { deed: 'status', status: 'resolved' },
      '',
    );
    expect(calls.map(({ requests, ...deed }) => [deed, requests.map(({ id }) => id)])).toEqual([
      [{ deed: 'status', status: 'open' }, ['a', 'b']],
      [{ deed: 'status', status: 'resolved', resolution: 'fixed' }, ['c']],
    ]);
  });

  it('takes a tag from those that got it, whatever has happened to them since', () => {
    const outcomes = [done('a', {}), refused('b', 'forbidden'), done('c', { status: 'closed' })];
    expect(callsBack(outcomes, { deed: 'tag', tag: 'bug' }, '')).toEqual([
      { deed: 'untag', tag: 'bug', requests: [{ id: 'a' }, { id: 'c' }] },
    ]);
    expect(callsBack(outcomes, { deed: 'untag', tag: 'bug' }, '')[0]).toMatchObject({ deed: 'tag', tag: 'bug' });
  });

  it('says why a severity changes back', () => {
    expect(callsBack([done('a', { severity: 2 })], { deed: 'severity', severity: 3 }, 'By mistake.')).toMatchObject([
      { deed: 'severity', severity: 2, reason: 'By mistake.' },
    ]);
  });
});

it.each([
  ['b', 'd', ['b', 'c', 'd']],
  ['d', 'b', ['b', 'c', 'd']],
  ['b', 'b', ['b']],
  [null, 'c', ['c']],
  ['gone', 'c', ['c']],
] as const)('everything from %s to %s is %j', (one, other, expected) => {
  expect(between(['a', 'b', 'c', 'd'], one, other)).toEqual(expected);
});
