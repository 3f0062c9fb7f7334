import type { Finding } from '@companyaccount/contract/lab';
import { entropyOfBytes } from './entropy.ts';
import { finding } from './finding.ts';

const MACHINES: Record<number, string> = { 0x14c: 'x86', 0x8664: 'x86-64', 0x1c4: 'ARM', 0xaa64: 'AArch64' };
const LIBRARY = 0x2000;
/** What the loader of Windows takes. */
const SECTIONS_MAX = 96;
const IMPORTS_MAX = 100;

interface Section {
  name: string;
  address: number;
  /** In the file. */
  offset: number;
  size: number;
}

/** Where the PE header begins; null where there is none. */
function headerAt(bytes: Buffer): number | null {
  if (bytes.length < 64 || bytes.readUInt16BE(0) !== 0x4d5a) return null;
  const at = bytes.readUInt32LE(60);
  return at + 4 <= bytes.length && bytes.readUInt32BE(at) === 0x50450000 ? at : null;
}

export const isPe = (bytes: Buffer): boolean => headerAt(bytes) !== null;

const textAt = (bytes: Buffer, at: number, max: number): string => {
  const end = bytes.subarray(at, at + max).indexOf(0);
  return bytes.toString('latin1', at, end === -1 ? at + max : at + end);
};

/** Names of the libraries in the import table. */
function importsOf(bytes: Buffer, address: number, sections: readonly Section[]): string[] {
  const offsetOf = (wanted: number) => {
    const holder = sections.find((one) => wanted >= one.address && wanted < one.address + one.size);
    return holder === undefined ? null : holder.offset + wanted - holder.address;
  };
  const names: string[] = [];
  const table = address === 0 ? null : offsetOf(address);
  if (table === null) return names;
  for (let at = table; names.length < IMPORTS_MAX; at += 20) {
    const nameAt = bytes.readUInt32LE(at + 12);
    const offset = nameAt === 0 ? null : offsetOf(nameAt);
    if (offset === null) break;
    names.push(textAt(bytes, offset, 64));
  }
  return names;
}

/** What the headers of a program for Windows say. Throws RangeError where they lead out of the file. */
export function peStructure(bytes: Buffer): Finding[] {
  const at = headerAt(bytes) ?? 0;
  const machine = bytes.readUInt16LE(at + 4);
  const count = bytes.readUInt16LE(at + 6);
  const optionalSize = bytes.readUInt16LE(at + 20);
  const optional = at + 24;
  const wide = bytes.readUInt16LE(optional) === 0x20b;
  const sort = (bytes.readUInt16LE(at + 22) & LIBRARY) === 0 ? 'program' : 'library';
  const name = `${MACHINES[machine] ?? `machine ${machine}`}, ${wide ? 64 : 32} bit, ${sort}`;
  const findings = [finding('pe', { name, count })];
  const sections: Section[] = [];
  let end = 0;
  for (let index = 0; index < Math.min(count, SECTIONS_MAX); index += 1) {
    const row = optional + optionalSize + index * 40;
    const [address, size, offset] = [12, 16, 20].map((field) => bytes.readUInt32LE(row + field)) as [
      number,
      number,
      number,
    ];
    if (offset + size > bytes.length) throw new RangeError('a section lies outside the file');
    const section = { name: textAt(bytes, row, 8), address, offset, size };
    sections.push(section);
    end = Math.max(end, offset + size);
    const value = entropyOfBytes(bytes.subarray(offset, offset + size));
    findings.push(finding('section', { name: section.name, count: size, value }));
  }
  const directories = optional + (wide ? 112 : 96);
  const hasImports = bytes.readUInt32LE(directories - 4) > 1;
  const importTable = hasImports ? bytes.readUInt32LE(directories + 8) : 0;
  for (const library of importsOf(bytes, importTable, sections)) findings.push(finding('import', { name: library }));
  if (sections.length > 0 && end < bytes.length) findings.push(finding('overlay', { count: bytes.length - end }));
  return findings;
}
