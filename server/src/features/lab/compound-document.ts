import type { Finding } from '@companyaccount/contract/lab';
import { type CFB$Container, read } from 'cfb';
import { entropyOfBytes } from './entropy.ts';
import { finding } from './finding.ts';
import { macroSource } from './macro-source.ts';
import { type SourceText, type Table, tableOf, tolerant } from './table.ts';

const MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const STREAM = 2;
const SOURCES_MAX = 20;
const SOURCE_BYTES_MAX = 20_000;

export const isCompound = (bytes: Buffer): boolean => bytes.subarray(0, MAGIC.length).equals(MAGIC);

const isMacro = (path: string): boolean => /(^|\/)(_vba_project|vba|macros)(\/|$)/iu.test(path);

/** The streams of a document in the format of older Office programs. Throws where it is damaged. */
function streamsOf(bytes: Buffer): { path: string; content: Buffer }[] {
  const { FileIndex, FullPaths }: CFB$Container = read(bytes, { type: 'buffer' });
  return FullPaths.flatMap((path, index) => {
    const entry = FileIndex[index];
    return entry?.type === STREAM ? [{ path, content: Buffer.from(entry.content) }] : [];
  });
}

/** How many streams there are, and how many belong to macros. Throws where the document is damaged. */
export function compoundStructure(bytes: Buffer): Finding[] {
  const streams = streamsOf(bytes);
  const macros = streams.filter(({ path }) => isMacro(path));
  return [
    finding('ole2', { count: streams.length }),
    ...(macros.length > 0 ? [finding('macros', { count: macros.length })] : []),
  ];
}

/** The streams, and what macros say. Throws where the document is damaged. */
export function compoundTables(bytes: Buffer): { tables: Table[]; sources: SourceText[] } {
  const streams = streamsOf(bytes);
  const rows = streams.map(({ path, content }) => [path, String(content.length), String(entropyOfBytes(content))]);
  const sources = streams.flatMap(({ path, content }) => {
    const text = tolerant(() => macroSource(content, SOURCE_BYTES_MAX), null);
    return text === null ? [] : [{ name: path, text }];
  });
  return { tables: [tableOf('streams', ['name', 'size', 'entropy'], rows)], sources: sources.slice(0, SOURCES_MAX) };
}
