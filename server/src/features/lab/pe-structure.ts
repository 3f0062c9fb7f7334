import type { Finding } from '@companyaccount/contract/lab';
import { entropyOfBytes } from './entropy.ts';
import { finding } from './finding.ts';
import { type PeFile, readPe, textAt } from './pe-file.ts';

const MACHINES: Record<number, string> = { 0x14c: 'x86', 0x8664: 'x86-64', 0x1c4: 'ARM', 0xaa64: 'AArch64' };
const IMPORTS_MAX = 100;

/** Machine, width and sort in a few words. */
export const peName = ({ machine, wide, isLibrary }: PeFile): string =>
  `${MACHINES[machine] ?? `machine ${machine}`}, ${wide ? 64 : 32} bit, ${isLibrary ? 'library' : 'program'}`;

export interface ImportedLibrary {
  name: string;
  /** Where in the file the list of what is wanted of it begins; null where that is nowhere. */
  wanted: number | null;
}

/** The libraries in the import table. */
export function importedLibraries(bytes: Buffer, pe: PeFile): ImportedLibrary[] {
  const libraries: ImportedLibrary[] = [];
  const imports = pe.directory(1);
  const table = imports === null ? null : pe.offsetOf(imports.address);
  if (table === null) return libraries;
  for (let at = table; libraries.length < IMPORTS_MAX; at += 20) {
    const nameAt = bytes.readUInt32LE(at + 12);
    const offset = nameAt === 0 ? null : pe.offsetOf(nameAt);
    if (offset === null) break;
    const wanted = bytes.readUInt32LE(at) || bytes.readUInt32LE(at + 16);
    libraries.push({ name: textAt(bytes, offset, 64), wanted: wanted === 0 ? null : pe.offsetOf(wanted) });
  }
  return libraries;
}

/** What the headers of a program for Windows say. Throws RangeError where they lead out of the file. */
export function peStructure(bytes: Buffer): Finding[] {
  const pe = readPe(bytes);
  const findings = [finding('pe', { name: peName(pe), count: pe.count })];
  let end = 0;
  for (const { name, offset, size } of pe.sections) {
    end = Math.max(end, offset + size);
    findings.push(
      finding('section', { name, count: size, value: entropyOfBytes(bytes.subarray(offset, offset + size)) }),
    );
  }
  for (const { name } of importedLibraries(bytes, pe)) findings.push(finding('import', { name }));
  if (pe.sections.length > 0 && end < bytes.length) findings.push(finding('overlay', { count: bytes.length - end }));
  return findings;
}
