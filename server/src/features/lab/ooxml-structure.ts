import type { Finding } from '@companyaccount/contract/lab';
import { finding } from './finding.ts';
import { type Table, tableOf } from './table.ts';
import { zipFiles, zipPlace } from './zip-archive.ts';

const PARTS_MAX = 2000;
/** Of all parts together; a document's relations are a few kilobytes. */
const BYTES_MAX = 64 * 1024 ** 2;

const CONTENT_TYPES = Buffer.from('[Content_Types].xml', 'latin1');

/** A document in the format of newer Office programs: a ZIP archive that lists the types of its parts. */
export const isOoxml = (bytes: Buffer): boolean => zipPlace(bytes) === 'whole' && bytes.includes(CONTENT_TYPES);

interface Document {
  parts: { name: string; size: number }[];
  /** What lies elsewhere, and which part asks for it. */
  external: { part: string; kind: string; target: string }[];
}

const attribute = (tag: string, name: string): string =>
  new RegExp(`\\b${name}\\s*=\\s*["']([^"']{0,2000})["']`, 'u').exec(tag)?.[1] ?? '';

async function readDocument(bytes: Buffer): Promise<Document> {
  const document: Document = { parts: [], external: [] };
  let left = BYTES_MAX;
  for await (const { path, bytes: content } of zipFiles(bytes, [], () => left)) {
    if (document.parts.length >= PARTS_MAX) break;
    document.parts.push({ name: path, size: content?.length ?? 0 });
    left -= content?.length ?? 0;
    if (content === null || !path.endsWith('.rels')) continue;
    for (const [tag] of content.toString('utf8').matchAll(/<(?:\w+:)?Relationship\s[^>]*>/gu)) {
      if (attribute(tag, 'TargetMode').toLowerCase() !== 'external') continue;
      const kind = attribute(tag, 'Type').split('/').at(-1) ?? '';
      document.external.push({ part: path, kind, target: attribute(tag, 'Target') });
    }
  }
  return document;
}

/** Addresses that people press; whatever else is external is fetched by the program itself. */
const isLink = ({ kind }: Document['external'][number]): boolean => kind === 'hyperlink';

/** Macros and what is fetched from elsewhere. Throws where the archive is damaged. */
export async function ooxmlStructure(bytes: Buffer): Promise<Finding[]> {
  const { parts, external } = await readDocument(bytes);
  const macros = parts.filter(({ name }) => /vbaProject[^/]*\.bin$/iu.test(name)).length;
  const fetched = external.filter((one) => !isLink(one)).length;
  return [
    finding('ooxml', { count: parts.length }),
    ...(macros > 0 ? [finding('macros', { count: macros })] : []),
    ...(fetched > 0 ? [finding('external', { count: fetched })] : []),
  ];
}

export async function ooxmlTables(bytes: Buffer): Promise<Table[]> {
  const { parts, external } = await readDocument(bytes);
  return [
    tableOf(
      'external',
      ['kind', 'target', 'part'],
      external.map(({ kind, target, part }) => [kind, target, part]),
    ),
    tableOf(
      'parts',
      ['name', 'size'],
      parts.map(({ name, size }) => [name, String(size)]),
    ),
  ];
}
