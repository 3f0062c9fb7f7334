import { REFERENCE_MAX, SEATS_MAX } from '@companyaccount/contract/admin-licensing';
import {
  BATCH_MAX,
  LICENSE_FILE_COLUMNS,
  LICENSE_FILE_REQUIRED,
  type LicenseFileColumn,
  type LicenseFileProblem,
  type LicenseFileProblemCode,
  type LicenseFileReport,
  PROBLEMS_SHOWN,
} from '@companyaccount/contract/license-batches';
import { CsvError, parse } from 'csv-parse';

/** One license that a file asks for; without a beginning it begins when it is issued. */
export interface LicenseFileRow {
  row: number;
  productId: string;
  planId: string;
  seats: number;
  validFrom: Date | null;
  validUntil: Date | null;
  reference: string | null;
}

/** Products and plans on offer, by their names in lower case. */
export interface Offer {
  products: ReadonlyMap<string, string>;
  plans: ReadonlyMap<string, string>;
}

export interface LicenseFile {
  rows: LicenseFileRow[];
  report: LicenseFileReport;
}

const VALUE_SHOWN = 80;
/** A record longer than this is no row of licenses, but a quotation mark that nobody closed. */
const RECORD_MAX = 20_000;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Bytes as text; null unless they are UTF-8, with or without its mark. */
export function decodeFile(bytes: Uint8Array): string | null {
  // UTF-16 of plain letters is good UTF-8 with a NUL after each.
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Spreadsheets write semicolons where the comma is taken by numbers: whichever the header has more of. */
function delimiterOf(text: string): ',' | ';' {
  const [header = ''] = text.split(/\r?\n/u, 1);
  return header.split(';').length > header.split(',').length ? ';' : ',';
}

class Problems {
  readonly shown: LicenseFileProblem[] = [];
  count = 0;

  add(row: number, column: string | null, code: LicenseFileProblemCode, value: string | null = null): void {
    this.count += 1;
    if (this.shown.length >= PROBLEMS_SHOWN) return;
    const safe = value?.replaceAll(new RegExp(CONTROL, 'gu'), '\u{fffd}').slice(0, VALUE_SHOWN) ?? null;
    this.shown.push({ row, column, code, value: safe });
  }
}

function readHeader(names: readonly string[], problems: Problems): Map<LicenseFileColumn, number> {
  const columns = new Map<LicenseFileColumn, number>();
  for (const [place, name] of names.entries()) {
    const column = LICENSE_FILE_COLUMNS.find((one) => one === name.trim().toLowerCase());
    if (column === undefined) problems.add(1, null, 'unknown_column', name);
    else if (columns.has(column)) problems.add(1, column, 'double_column', name);
    else columns.set(column, place);
  }
  for (const column of LICENSE_FILE_REQUIRED) if (!columns.has(column)) problems.add(1, column, 'missing_column');
  return columns;
}

const DAY_MS = 86_400_000;

/** The first moment of a day written as 2027-12-31 or 31.12.2027, in UTC; null when there is no such day. */
function dayOf(text: string): Date | null {
  const [, day, month, year] = /^(\d\d)\.(\d\d)\.(\d{4})$/u.exec(text) ?? [];
  const iso = day === undefined ? text : `${year}-${month}-${day}`;
  if (!/^(?:19|20|21)\d\d-\d\d-\d\d$/u.test(iso)) return null;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? date : null;
}

/** Reads the cells of one row; null when something is wrong with it. */
function readRow(
  row: number,
  cell: (column: LicenseFileColumn) => string,
  { products, plans }: Offer,
  problems: Problems,
): LicenseFileRow | null {
  const before = problems.count;
  const wrong = (column: LicenseFileColumn, code: LicenseFileProblemCode) =>
    problems.add(row, column, code, cell(column));
  const named = (column: 'product' | 'plan', names: ReadonlyMap<string, string>) => {
    const id = names.get(cell(column).toLowerCase());
    if (cell(column) === '') wrong(column, 'required');
    else if (id === undefined) wrong(column, `unknown_${column}`);
    return id ?? '';
  };
  const day = (column: 'valid_from' | 'valid_until') => {
    const date = cell(column) === '' ? null : dayOf(cell(column));
    if (cell(column) !== '' && date === null) wrong(column, 'not_a_date');
    return date;
  };
  const productId = named('product', products);
  const planId = named('plan', plans);
  const seats = /^\d{1,12}$/u.test(cell('seats')) ? Number(cell('seats')) : null;
  if (cell('seats') === '') wrong('seats', 'required');
  else if (seats === null) wrong('seats', 'not_a_number');
  else if (seats < 1) wrong('seats', 'too_small');
  else if (seats > SEATS_MAX) wrong('seats', 'too_large');
  const validFrom = day('valid_from');
  const lastDay = day('valid_until');
  if (validFrom !== null && lastDay !== null && lastDay < validFrom) wrong('valid_until', 'ends_before_start');
  const reference = cell('reference');
  if (reference.length > REFERENCE_MAX) wrong('reference', 'too_long');
  else if (CONTROL.test(reference)) wrong('reference', 'control_character');
  if (problems.count > before) return null;
  // The last day counts whole.
  const validUntil = lastDay === null ? null : new Date(lastDay.getTime() + DAY_MS - 1);
  return { row, productId, planId, seats: seats ?? 0, validFrom, validUntil, reference: reference || null };
}

/** Reads a file of licenses and says row by row what is wrong with it. */
export async function readLicenseFile(bytes: Uint8Array, offer: Offer): Promise<LicenseFile> {
  const problems = new Problems();
  const rows: LicenseFileRow[] = [];
  const text = decodeFile(bytes);
  if (text === null) problems.add(0, null, 'not_utf8');
  else if (text.trim() === '') problems.add(0, null, 'empty');
  else await readRecords(text, offer, rows, problems);
  if (problems.count === 0 && rows.length === 0) problems.add(0, null, 'empty');
  return {
    rows,
    report: {
      rows: rows.length,
      problemCount: problems.count,
      problems: problems.shown,
      licenses: problems.count === 0 ? countByTerms(rows, offer) : [],
    },
  };
}

async function readRecords(text: string, offer: Offer, rows: LicenseFileRow[], problems: Problems): Promise<void> {
  const parser = parse({
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
    max_record_size: RECORD_MAX,
  });
  parser.end(text);
  let columns: Map<LicenseFileColumn, number> | null = null;
  let width = 0;
  let count = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (columns === null) {
        columns = readHeader(record, problems);
        width = record.length;
        if (problems.count > 0) return;
        continue;
      }
      count += 1;
      if (count > BATCH_MAX) {
        problems.add(info.lines, null, 'too_many_rows');
        return;
      }
      if (record.length > width) problems.add(info.lines, null, 'too_many_cells', record.slice(width).join(' '));
      const places = columns;
      const cell = (column: LicenseFileColumn) => record[places.get(column) ?? -1] ?? '';
      const row = readRow(info.lines, cell, offer, problems);
      if (row !== null) rows.push(row);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.add(Number(error['lines'] ?? 0), null, 'malformed');
  }
}

function countByTerms(rows: readonly LicenseFileRow[], { products, plans }: Offer): LicenseFileReport['licenses'] {
  const nameOf = (names: ReadonlyMap<string, string>) => new Map([...names].map(([name, id]) => [id, name]));
  const [product, plan] = [nameOf(products), nameOf(plans)];
  return [...Map.groupBy(rows, (row) => `${row.productId} ${row.planId}`).values()].map((group) => ({
    product: product.get(group[0]?.productId ?? '') ?? '',
    plan: plan.get(group[0]?.planId ?? '') ?? '',
    count: group.length,
  }));
}
