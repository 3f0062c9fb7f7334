import { describe, expect, it } from 'vitest';
import { type ComposedList, planBase, readHashLine } from './hash-list.ts';

const HASH = 'ab'.repeat(32);

describe('a line of a list', () => {
  it.each([
    [HASH, { sha256: HASH, size: null, name: null }],
    [` ${HASH.toUpperCase()} `, { sha256: HASH, size: null, name: null }],
    [`${HASH},68`, { sha256: HASH, size: 68, name: null }],
    [`"${HASH}";"68";"Trojan.Win32.Agent.a"`, { sha256: HASH, size: 68, name: 'Trojan.Win32.Agent.a' }],
    [`${HASH},Trojan.Win32.Agent.a`, { sha256: HASH, size: null, name: 'Trojan.Win32.Agent.a' }],
    [`${HASH},,Trojan.Win32.Agent.a`, { sha256: HASH, size: null, name: 'Trojan.Win32.Agent.a' }],
    [`${HASH}:*:Trojan.Win32.Agent.a:73`, { sha256: HASH, size: null, name: 'Trojan.Win32.Agent.a' }],
    ['', null],
    ['# a comment', null],
    ['sha256,size,name', null],
    ['ab', 'hash_malformed'],
    [`${HASH}0`, 'hash_malformed'],
    ['d41d8cd98f00b204e9800998ecf8427e', 'hash_malformed'],
    ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hash_of_nothing'],
    [`${HASH},0`, 'hash_of_nothing'],
    [`${HASH},99999999999999999999`, 'size_malformed'],
    [`${HASH},-1,Trojan.Win32.Agent.a`, 'size_malformed'],
    [`${HASH},68,no name`, 'name_malformed'],
  ])('%j', (line, expected) => expect(readHashLine(line)).toEqual(expected));
});

describe('the base container', () => {
  let serial = 0;
  const list = (accepted: number, more: Partial<ComposedList> = {}): ComposedList => {
    serial += 1;
    const name = `Trojan.Any.List.a${serial}`;
    return { id: `list-${serial}`, name, serial, state: 'released', accepted, ownNames: false, isNews: false, ...more };
  };
  const ids = (...lists: ComposedList[]) => lists.map(({ id }) => id);

  it('is made at first of everything', () => {
    const one = list(5);
    expect(planBase([one], null)).toEqual({ anew: true, first: true, base: ids(one), current: [], silenced: [] });
  });
  it('stays, and has the current one beside it, until that grows to a quarter', () => {
    const old = list(1_000_000);
    const small = list(250_000, { state: 'approved' });
    const expected = { anew: false, first: false, base: ids(old), current: ids(small), silenced: [] };
    expect(planBase([old, small], ids(old))).toEqual(expected);
    const more = list(1, { state: 'approved' });
    expect(planBase([old, small, more], ids(old))).toMatchObject({ anew: true, base: ids(old, small, more) });
  });
  it('stays while little is withdrawn from it, which is silenced', () => {
    const old = list(1_000_000);
    const gone = list(1000, { state: 'withdrawn' });
    expect(planBase([old, gone], ids(old, gone))).toEqual({
      anew: false,
      first: false,
      base: ids(old, gone),
      current: [],
      silenced: [`${gone.name}-${gone.serial}-0`],
    });
    expect(planBase([old, { ...gone, ownNames: true }], ids(old, gone))).toMatchObject({ anew: true, base: ids(old) });
  });
  it('is made anew where much of it was withdrawn', () => {
    const old = list(100_000);
    const gone = list(100_000, { state: 'withdrawn' });
    expect(planBase([old, gone], ids(old, gone))).toMatchObject({ anew: true, base: ids(old), silenced: [] });
  });
});
