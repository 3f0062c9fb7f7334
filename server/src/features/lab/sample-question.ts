import {
  type SampleIndicator,
  type SampleStructure,
  type SampleTable,
  INDICATOR_SORTS,
  TABLE_COLUMNS,
  TABLE_KINDS,
} from '@companyaccount/contract/samples';
import { tidyText } from './finding.ts';

/** What is asked of an isolated process for the page of a sample. */
export type SampleQuestion =
  | { view: 'structure' }
  | { view: 'strings'; begin: number; end: number; min: number; q: string; most: number };

const PIECE = 4;
const TEXT_MAX = 400;
const SOURCE_MAX = 20_000;

/** A text in pieces in which no scanner finds anything; lines and tabs of a source stay. */
export function piecesOf(text: string, max = TEXT_MAX): string[] {
  const tidy = text
    .slice(0, max)
    .split(/([\n\t])/u)
    .map((part) => (/^[\n\t]$/u.test(part) ? part : tidyText(part, max)));
  const letters = Array.from(tidy.join(''));
  return Array.from({ length: Math.ceil(letters.length / PIECE) }, (_, index) =>
    letters.slice(index * PIECE, (index + 1) * PIECE).join(''),
  );
}

/** An answer of another form than agreed; nothing of it is used. */
export class AnswerBroken extends Error {
  override name = 'AnswerBroken';
}
function must(holds: boolean): asserts holds {
  if (!holds) throw new AnswerBroken();
}
type Words = Record<string, unknown>;
const isText = (value: unknown): value is string => typeof value === 'string';
const isPlace = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
function list(value: unknown, max: number): Words[] {
  must(Array.isArray(value) && value.length <= max);
  return (value as unknown[]).map((one) => (one ?? {}) as Words);
}
function parse(bytes: Buffer): Words {
  try {
    return (JSON.parse(bytes.toString()) ?? {}) as Words;
  } catch {
    throw new AnswerBroken();
  }
}

/** The texts that an isolated process says it read. Throws AnswerBroken. */
export function readStringsAnswer(bytes: Buffer, most: number) {
  const { rows, more } = parse(bytes);
  return {
    more: more === true,
    rows: list(rows, most).map(({ at, wide, text }) => {
      must(isPlace(at) && isText(text));
      return { at, wide: wide === true, pieces: piecesOf(text) };
    }),
  };
}

function readTable({ kind, columns, rows, more }: Words): SampleTable {
  const known = TABLE_KINDS.find((one) => one === kind);
  must(known !== undefined && Array.isArray(columns) && isPlace(more));
  const names = (columns as unknown[]).map((one) => {
    const column = TABLE_COLUMNS.find((name) => name === one);
    must(column !== undefined);
    return column;
  });
  must(Array.isArray(rows) && rows.length <= 1000);
  const cells = (rows as unknown[]).map((row) => {
    must(Array.isArray(row) && row.length === names.length && row.every(isText));
    return row.map((cell: string) => tidyText(cell, 600));
  });
  return { kind: known, columns: names, rows: cells, more };
}

function readIndicator({ sort, value, offset }: Words): SampleIndicator {
  const known = INDICATOR_SORTS.find((one) => one === sort);
  must(known !== undefined && isText(value) && isPlace(offset));
  return { sort: known, value: tidyText(value, 1000), offset };
}

/** What an isolated process says of how a sample is built. Throws AnswerBroken. */
export function readStructureAnswer(bytes: Buffer): SampleStructure {
  const said = parse(bytes);
  const along = (said['entropy'] ?? {}) as Words;
  const values = along['values'];
  must(isPlace(along['bytes']) && Array.isArray(values) && values.length <= 256);
  must(values.every((one: unknown) => typeof one === 'number' && one >= 0 && one <= 8));
  return {
    unread: null,
    damaged: said['damaged'] === true,
    entropy: { bytes: along['bytes'], values: values as number[] },
    // One that is empty says no more than one that is not there.
    tables: list(said['tables'], 20)
      .map(readTable)
      .filter(({ rows }) => rows.length > 0),
    sources: list(said['sources'], 20).map(({ name, text }) => {
      must(isText(name) && isText(text));
      return {
        name: tidyText(name, 200),
        pieces: piecesOf(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'), SOURCE_MAX),
      };
    }),
    indicators: list(said['indicators'], 1000).map(readIndicator),
  };
}
