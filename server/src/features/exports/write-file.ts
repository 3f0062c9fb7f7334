import type { ExportFormat } from '@companyaccount/contract/exports';
import type { RequestSummary } from '@companyaccount/contract/requests';
import { csvLine } from '#platform/csv.ts';
import { localClock } from '#platform/local-clock.ts';
import { type Cell, writeSpreadsheet } from '#platform/spreadsheet.ts';
import { columnsFor, type Reader, titleFor, type Value } from './export-table.ts';

type Pages = AsyncIterable<readonly RequestSummary[]>;

async function* jsonFile(pages: Pages): AsyncGenerator<string> {
  let before = '[\n';
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield before + page.map((request) => JSON.stringify(request)).join(',\n');
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* csvFile(pages: Pages, reader: Reader): AsyncGenerator<string> {
  const columns = columnsFor(reader);
  const clock = localClock(reader.timeZone);
  const word = (value: Value): string | null => {
    if (typeof value === 'string' || value === null) return value;
    if (typeof value === 'number') return String(value);
    return new Date(clock(value.moment)).toISOString().slice(0, 16).replace('T', ' ');
  };
  // Spreadsheets take a file for UTF-8 by this mark alone.
  yield `\uFEFF${csvLine(columns.map(({ title }) => title))}`;
  for await (const page of pages) {
    yield page.map((request) => csvLine(columns.map(({ value }) => word(value(request))))).join('');
  }
}

async function* xlsxFile(pages: Pages, reader: Reader): AsyncGenerator<Uint8Array> {
  const columns = columnsFor(reader);
  const clock = localClock(reader.timeZone);
  const cell = (value: Value): Cell =>
    value !== null && typeof value === 'object' ? { time: clock(value.moment) } : value;
  const rows = async function* (): AsyncGenerator<Cell[][]> {
    for await (const page of pages) yield page.map((request) => columns.map(({ value }) => cell(value(request))));
  };
  yield* writeSpreadsheet(titleFor(reader), columns, rows());
}

async function* asBytes(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}

/**
 * Requests as the bytes of a file, piece by piece as they come: for people as a table in their words, and as JSON by the
 * names of the API, in its form.
 */
export function writeFile(format: ExportFormat, pages: Pages, reader: Reader): AsyncGenerator<Uint8Array> {
  if (format === 'xlsx') return xlsxFile(pages, reader);
  return asBytes(format === 'csv' ? csvFile(pages, reader) : jsonFile(pages));
}
