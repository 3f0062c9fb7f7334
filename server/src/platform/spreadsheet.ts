import { strToU8, Zip, ZipDeflate } from 'fflate';
import { inertText } from './csv.ts';

/** A text, a number, a day with a time as clocks show it (milliseconds since 1970, as if in UTC), or nothing. */
export type Cell = string | number | { time: number } | null;

export interface SheetColumn {
  title: string;
  /** In characters. */
  width: number;
}

/** Rows that a sheet takes, its head included. */
const SHEET_ROWS = 1_048_576;
const DAY_MS = 86_400_000;
/** Spreadsheets count days from here. */
const DAY_ZERO = Date.UTC(1899, 11, 30);

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Cell formats, by their place: plain, head, time. */
const STYLES = `${DECLARATION}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Text for XML, without what XML cannot hold. */
const xml = (text: string): string =>
  text
    .toWellFormed()
    // oxlint-disable-next-line no-control-regex -- these are what must go
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '')
    .replaceAll(/[&<>"]/gu, (sign) => ENTITIES[sign] ?? '')
    // Spreadsheets read `_x000D_` as a sign; a text that happens to hold such a thing keeps it.
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_');

const textCell = (text: string, style = ''): string =>
  `<c t="inlineStr"${style}><is><t xml:space="preserve">${xml(inertText(text))}</t></is></c>`;

function cellXml(cell: Cell): string {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'string') return textCell(cell);
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  return `<c s="2"><v>${(cell.time - DAY_ZERO) / DAY_MS}</v></c>`;
}

const rowXml = (cells: readonly Cell[]): string => `<row>${cells.map(cellXml).join('')}</row>`;

function sheetBegins(columns: readonly SheetColumn[]): string {
  const widths = columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  const head = columns.map(({ title }) => textCell(title, ' s="1"'));
  return `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData><row>${head.join('')}</row>`;
}

const sheetPath = (number: number): string => `xl/worksheets/sheet${number}.xml`;

/** What ties the sheets of a book together. */
function bookFiles(title: string, sheets: number): [string, string][] {
  const numbers = Array.from({ length: sheets }, (_, at) => at + 1);
  const name = (number: number) => xml(sheets === 1 ? title : `${title} ${number}`);
  const type = (part: string, kind: string) => `<Override PartName="/${part}" ContentType="${TYPE}.${kind}+xml"/>`;
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;
  const relations = (all: string) =>
    `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${all}</Relationships>`;
  return [
    ['xl/styles.xml', STYLES],
    [
      'xl/workbook.xml',
      `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${numbers.map((n) => `<sheet name="${name(n)}" sheetId="${n}" r:id="rId${n}"/>`).join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations(
        numbers.map((n) => relation(`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`)).join('') +
          relation('styles', 'styles', 'styles.xml'),
      ),
    ],
    ['_rels/.rels', relations(relation('book', 'officeDocument', 'xl/workbook.xml'))],
    [
      '[Content_Types].xml',
      `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${type('xl/workbook.xml', 'sheet.main')}${type('xl/styles.xml', 'styles')}${numbers.map((n) => type(sheetPath(n), 'worksheet')).join('')}</Types>`,
    ],
  ];
}

/**
 * A table as an Office Open XML workbook (.xlsx), piece by piece, however long: what does not fit into one sheet goes on
 * in the next. The first row stays in sight. Nothing in it is a formula. `title` names the sheet (at most 25 characters).
 */
export async function* writeSpreadsheet(
  title: string,
  columns: readonly SheetColumn[],
  pages: AsyncIterable<readonly (readonly Cell[])[]>,
  sheetRows: number = SHEET_ROWS,
): AsyncGenerator<Uint8Array> {
  let made: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error !== null) throw error;
    made.push(bytes);
  });
  const take = () => {
    const pieces = made;
    made = [];
    return pieces;
  };
  let sheets = 0;
  let rows = 0;
  const beginSheet = () => {
    sheets += 1;
    rows = 1;
    const file = new ZipDeflate(sheetPath(sheets));
    zip.add(file);
    file.push(strToU8(sheetBegins(columns)));
    return file;
  };
  let sheet = beginSheet();
  const endSheet = () => sheet.push(strToU8('</sheetData></worksheet>'), true);
  for await (const page of pages) {
    for (let from = 0; from < page.length;) {
      if (rows === sheetRows) {
        endSheet();
        sheet = beginSheet();
      }
      const part = page.slice(from, from + sheetRows - rows);
      sheet.push(strToU8(part.map(rowXml).join('')));
      rows += part.length;
      from += part.length;
    }
    yield* take();
  }
  endSheet();
  for (const [name, content] of bookFiles(title, sheets)) {
    const file = new ZipDeflate(name);
    zip.add(file);
    file.push(strToU8(content), true);
  }
  zip.end();
  yield* take();
}
