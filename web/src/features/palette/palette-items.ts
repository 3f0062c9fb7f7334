import type { Icon } from '@tabler/icons-react';

export const GROUPS = ['recent', 'pages', 'actions', 'requests', 'companies'] as const;
export type Group = (typeof GROUPS)[number];

/** One thing that the palette leads to or does. */
export interface PaletteItem {
  id: string;
  group: Group;
  icon: Icon;
  label: string;
  /** What tells it from others of the same label, such as the number of a request. */
  note?: string;
  run: () => void;
}

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** The items in whose words every word of the text begins one; all of them for an empty text. */
export function matching(items: readonly PaletteItem[], text: string): PaletteItem[] {
  const asked = plain(text).split(/\s+/u).filter(Boolean);
  return items.filter(({ label, note = '' }) => {
    const words = plain(`${label} ${note}`).split(/[\s:,/()“”«»]+/u);
    return asked.every((part) => words.some((word) => word.startsWith(part)));
  });
}

/** The place in the list that a key leads to; round the ends. */
export function stepTo(key: string, place: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (place + 1) % count;
  if (key === 'ArrowUp') return (place - 1 + count) % count;
  if (key === 'PageDown') return Math.min(place + 8, count - 1);
  if (key === 'PageUp') return Math.max(place - 8, 0);
  return null;
}
