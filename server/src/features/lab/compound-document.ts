import type { Finding } from '@companyaccount/contract/lab';
import { type CFB$Container, read } from 'cfb';
import { finding } from './finding.ts';

const MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const STREAM = 2;

export const isCompound = (bytes: Buffer): boolean => bytes.subarray(0, MAGIC.length).equals(MAGIC);

/** The streams of a document in the format of older Office programs. Throws where it is damaged. */
export function compoundStructure(bytes: Buffer): Finding[] {
  const { FileIndex, FullPaths }: CFB$Container = read(bytes, { type: 'buffer' });
  const streams = FullPaths.filter((_, index) => FileIndex[index]?.type === STREAM);
  const macros = streams.filter((path) => /(^|\/)(_vba_project|vba|macros)(\/|$)/iu.test(path));
  return [
    finding('ole2', { count: streams.length }),
    ...(macros.length > 0 ? [finding('macros', { count: macros.length })] : []),
  ];
}
