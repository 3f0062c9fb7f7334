import { IconHome } from '@tabler/icons-react';
import { describe, expect, it } from 'vitest';
import { matching, type PaletteItem, stepTo } from './palette-items.ts';

const item = (label: string, note?: string): PaletteItem => ({
  id: label,
  group: 'pages',
  icon: IconHome,
  label,
  run: () => undefined,
  ...(note === undefined ? {} : { note }),
});
const ITEMS = [item('Company: Mail domains'), item('New request', 'Virus Lab'), item('Журнал действий'), item('Zoë')];
const found = (text: string) => matching(ITEMS, text).map(({ label }) => label);

describe('the palette', () => {
  it('finds by the beginnings of words, in any order', () => {
    expect(found('dom mail')).toEqual(['Company: Mail domains']);
    expect(found('request virus')).toEqual(['New request']);
    expect(found('ЖУРН')).toEqual(['Журнал действий']);
    expect(found('zoe')).toEqual(['Zoë']);
    expect(found('ompany')).toEqual([]);
    expect(found('  ')).toHaveLength(4);
  });

  it.each([
    ['ArrowDown', 2, 3, 0],
    ['ArrowUp', 0, 3, 2],
    ['PageDown', 1, 20, 9],
    ['PageDown', 1, 3, 2],
    ['PageUp', 1, 3, 0],
    ['ArrowDown', 0, 0, null],
    ['a', 0, 3, null],
  ])('%s leads from %i of %i to %j', (key, place, count, expected) => {
    expect(stepTo(key, place, count)).toBe(expected);
  });
});
