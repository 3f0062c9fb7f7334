import type { Doing } from '@companyaccount/contract/presence';
import { describe, expect, it } from 'vitest';
import { PresenceBook } from './presence-book.ts';

const report = (doing: Doing, personId = 'erik', requestId = 'r1') => ({
  requestId,
  desk: 'support',
  companyId: 'acme',
  watcherIds: ['boris'],
  person: { id: personId, name: personId },
  doing,
});
const told = (changes: { doing: Doing | null; answering: boolean | null }[]) =>
  changes.map(({ doing, answering }) => [doing, answering]);

describe('the book of presence', () => {
  it('tells who comes and goes once, however often it is repeated', () => {
    const book = new PresenceBook();
    expect(told(book.hear(report('reading'), 0))).toEqual([['reading', null]]);
    expect(told(book.hear(report('reading'), 20_000))).toEqual([]);
    expect(book.list('support')).toEqual([
      { requestId: 'r1', desk: 'support', person: { id: 'erik', name: 'erik' }, doing: 'reading' },
    ]);
    expect(book.list('lab')).toEqual([]);
    expect(told(book.hear(report('gone'), 21_000))).toEqual([['gone', null]]);
    expect(told(book.hear(report('gone'), 22_000))).toEqual([]);
    expect(book.size).toBe(0);
  });

  it('forgets typing after 8 seconds and presence after 50', () => {
    const book = new PresenceBook();
    book.hear(report('answering'), 0);
    expect(told(book.expire(7999))).toEqual([]);
    expect(told(book.expire(8000))).toEqual([['reading', false]]);
    expect(told(book.expire(49_999))).toEqual([]);
    expect(told(book.expire(50_000))).toEqual([['gone', null]]);
    expect(book.size).toBe(0);
  });

  it('tells customers of answers only, until the last who writes one has stopped', () => {
    const book = new PresenceBook();
    expect(told(book.hear(report('noting'), 0))).toEqual([['noting', null]]);
    expect(told(book.hear(report('answering'), 1))).toEqual([['answering', true]]);
    expect(told(book.hear(report('answering'), 2))).toEqual([[null, true]]);
    expect(told(book.hear(report('answering', 'ida'), 3))).toEqual([['answering', true]]);
    expect(told(book.hear(report('answering', 'ida', 'r2'), 3))).toEqual([['answering', true]]);
    expect(told(book.hear(report('noting'), 4))).toEqual([['noting', null]]);
    expect(told(book.hear(report('gone', 'ida'), 5))).toEqual([['gone', false]]);
  });

  it('keeps at most ten requests of a person and five thousand entries in all', () => {
    const book = new PresenceBook();
    for (let n = 0; n < 10; n += 1) book.hear(report('reading', 'erik', `r${n}`), n);
    expect(told(book.hear(report('reading', 'erik', 'r10'), 10))).toEqual([
      ['reading', null],
      ['gone', null],
    ]);
    expect(book.list('support').some(({ requestId }) => requestId === 'r0')).toBe(false);
    for (let n = 0; n < 6000; n += 1) book.hear(report('reading', `person${n}`), 11);
    expect(book.size).toBe(5000);
  });
});
