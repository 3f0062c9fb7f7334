import type { SampleTable } from '@companyaccount/contract/samples';
import { tidyText } from './finding.ts';

export type Table = SampleTable;

const ROWS_MAX = 300;
/** A list of functions is the longest that one has to read. */
const CELL_MAX = 600;

/** A table of what a file says of itself; longer ones are cut, and say so. */
export const tableOf = (
  kind: Table['kind'],
  columns: Table['columns'],
  rows: readonly (readonly string[])[],
): Table => ({
  kind,
  columns,
  rows: rows.slice(0, ROWS_MAX).map((row) => row.map((cell) => tidyText(cell, CELL_MAX))),
  more: Math.max(0, rows.length - ROWS_MAX),
});

export const hex = (value: number): string => `0x${value.toString(16)}`;

/** What could be read, or what stands for it where the file leads astray. */
export function tolerant<T, E>(read: () => T, instead: E): T | E {
  try {
    return read();
  } catch {
    return instead;
  }
}

/** The text of a program within a file. */
export interface SourceText {
  name: string;
  text: string;
}
