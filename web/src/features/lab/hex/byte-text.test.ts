import { describe, expect, it } from 'vitest';
import { bytesOf, firstOf, lengthOf, moveBy, PAGE_BYTES, readOffset, soughtBytes, writeOffset } from './byte-text.ts';

describe('what is looked for', () => {
  it.each([
    ['ab', 'text', '6162'],
    ['é', 'text', 'c3a9'],
    ['ab', 'wide', '61006200'],
    ['4D 5a', 'hex', '4d5a'],
    ['0x4D,0x5A', 'hex', '4d5a'],
    ['4D5', 'hex', null],
    ['', 'text', null],
    ['x'.repeat(129), 'text', null],
    ['x'.repeat(65), 'wide', null],
  ] as const)('%s as %s', (text, kind, hex) => {
    expect(soughtBytes(text, kind)).toBe(hex);
  });
});

describe('offsets', () => {
  it.each([
    ['0x1F0', 496],
    ['1f0h', 496],
    [' 496 ', 496],
    ['-1', null],
    ['1f0', null],
    ['', null],
    ['9'.repeat(20), null],
  ])('%s', (text, value) => {
    expect(readOffset(text)).toBe(value);
  });

  it('are written in eight digits, or as many as it takes', () => {
    expect([writeOffset(496), writeOffset(4 * 1024 ** 3)]).toEqual(['000001f0', '100000000']);
  });
});

describe('keys', () => {
  const press = (key: string, more = {}) => ({ key, shiftKey: false, ctrlKey: false, metaKey: false, ...more });
  const at = (offset: number) => ({ anchor: offset, head: offset });
  const size = 100_000;
  it.each([
    ['ArrowRight', 20, 21],
    ['ArrowLeft', 0, 0],
    ['ArrowUp', 20, 4],
    ['ArrowDown', size - 2, size - 1],
    ['PageDown', 20, 20 + PAGE_BYTES],
    ['Home', 20, 16],
    ['End', 20, 31],
  ])('%s leads from %d to %d', (key, from, to) => {
    expect(moveBy(at(from), press(key), 16, size)).toEqual(at(to));
  });

  it('lead to both ends of the file, and widen what is selected', () => {
    expect(moveBy(at(20), press('End', { ctrlKey: true }), 16, size)).toEqual(at(size - 1));
    expect(moveBy(at(20), press('Home', { metaKey: true }), 16, size)).toEqual(at(0));
    const wider = moveBy(at(20), press('ArrowUp', { shiftKey: true }), 16, size);
    expect(wider).toEqual({ anchor: 20, head: 4 });
    if (wider === null) throw new Error('a selection expected');
    expect([firstOf(wider), lengthOf(wider)]).toEqual([4, 17]);
    expect(moveBy(at(20), press('a'), 16, size)).toBeNull();
  });
});

it('bytes come from their digits', () => {
  expect(bytesOf('00ff4d')).toEqual([0, 255, 77]);
});
