import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { type Cell, writeSpreadsheet } from './spreadsheet.ts';

async function* pagesOf(...pages: Cell[][][]) {
  yield* pages;
}

async function filesOf(pages: AsyncIterable<Cell[][]>, sheetRows?: number): Promise<Record<string, string>> {
  const columns = [
    { title: 'A & B', width: 10 },
    { title: 'C', width: 20 },
  ];
  const pieces = await Array.fromAsync(writeSpreadsheet('Things', columns, pages, sheetRows));
  return Object.fromEntries(
    Object.entries(unzipSync(Buffer.concat(pieces))).map(([name, file]) => [name, strFromU8(file)]),
  );
}

/** The texts of a sheet's cells, row by row. */
const cellsOf = (sheet: string | undefined) =>
  (sheet ?? '')
    .split('<row>')
    .slice(1)
    .map((row) => [...row.matchAll(/<t [^>]*>([^<]*)<\/t>|<v>([^<]*)<\/v>/gu)].map(([, text, value]) => text ?? value));

it('writes texts, numbers, moments and empty cells', async () => {
  const files = await filesOf(
    pagesOf([
      ['x', 3],
      [null, { time: Date.UTC(2026, 10, 23, 12) }],
    ]),
  );
  expect(cellsOf(files['xl/worksheets/sheet1.xml'])).toEqual([['A &amp; B', 'C'], ['x', '3'], ['46349.5']]);
  expect(files['xl/worksheets/sheet1.xml']).toContain('<c s="2"><v>46349.5</v></c>');
  expect(files['[Content_Types].xml']).toContain('/xl/worksheets/sheet1.xml');
  expect(files['xl/workbook.xml']).toContain('<sheet name="Things" sheetId="1" r:id="rId1"/>');
});

it('holds whatever text comes, and never a formula', async () => {
  const texts = ['=1+1', '<b>&"', 'a\u0000\u0007b', '\ud800', '_x000D_', ' two  spaces ', '@SUM(A1)', '＝1'];
  const files = await filesOf(pagesOf(texts.map((text) => [text])));
  expect(cellsOf(files['xl/worksheets/sheet1.xml']).slice(1).flat()).toEqual([
    "'=1+1",
    '&lt;b&gt;&amp;&quot;',
    'ab',
    '\ufffd',
    '_x005F_x000D_',
    ' two  spaces ',
    "'@SUM(A1)",
    "'＝1",
  ]);
  expect(files['xl/worksheets/sheet1.xml']).not.toContain('<f>');
});

it('goes on in another sheet where one is full, and has one without rows', async () => {
  const rows = Array.from({ length: 7 }, (_, at): Cell[] => [at]);
  const files = await filesOf(pagesOf(rows.slice(0, 5), rows.slice(5)), 4);
  const sheets = [1, 2, 3].map((number) => cellsOf(files[`xl/worksheets/sheet${number}.xml`]).slice(1).flat());
  expect(sheets).toEqual([['0', '1', '2'], ['3', '4', '5'], ['6']]);
  expect(files['xl/workbook.xml']).toContain('name="Things 3"');
  expect(cellsOf((await filesOf(pagesOf()))['xl/worksheets/sheet1.xml'])).toEqual([['A &amp; B', 'C']]);
});
