import type { Finding } from '@companyaccount/contract/lab';
import { finding } from './finding.ts';
import { type Table, tableOf } from './table.ts';

/** What makes a document do something by itself, or carry something along. */
const ACTIVE = ['JavaScript', 'JS', 'Launch', 'OpenAction', 'AA', 'EmbeddedFile', 'RichMedia', 'XFA', 'SubmitForm'];
const OTHER = ['URI', 'Encrypt', 'ObjStm', 'AcroForm', 'Page'];

/** Readers accept the mark anywhere among the first thousand bytes. */
export const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 1024).includes('%PDF-');

/** A name may be written with any of its letters as `#` and two digits. */
const plain = (text: string): string =>
  text.replaceAll(/#([0-9a-f]{2})/giu, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));

/** How often each name comes that is worth knowing. Compressed objects are not looked into. */
function countNames(bytes: Buffer): { objects: number; ends: number; names: Map<string, number> } {
  const text = bytes.toString('latin1');
  const names = new Map<string, number>();
  for (const [, name = ''] of text.matchAll(/\/([A-Za-z#][\w#]{0,40})/gu)) {
    const known = plain(name);
    if (ACTIVE.includes(known) || OTHER.includes(known)) names.set(known, (names.get(known) ?? 0) + 1);
  }
  return {
    objects: text.match(/\b\d{1,10} \d{1,5} obj\b/gu)?.length ?? 0,
    ends: text.match(/%%EOF/gu)?.length ?? 0,
    names,
  };
}

/** What a PDF document holds, by the names in it. Throws RangeError where it has no end. */
export function pdfStructure(bytes: Buffer): Finding[] {
  const { objects, ends, names } = countNames(bytes);
  if (ends === 0) throw new RangeError('the document has no end');
  const active = ACTIVE.filter((name) => names.has(name));
  return [
    finding('pdf', { count: objects }),
    ...active.map((name) => finding('active', { name, count: names.get(name) ?? 0 })),
  ];
}

export function pdfTables(bytes: Buffer): Table[] {
  const { objects, ends, names } = countNames(bytes);
  const rows = [...names].toSorted(([, a], [, b]) => b - a).map(([name, count]) => [`/${name}`, String(count)]);
  return [tableOf('objects', ['name', 'count'], [['obj', String(objects)], ['%%EOF', String(ends)], ...rows])];
}
