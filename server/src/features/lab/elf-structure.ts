import type { Finding } from '@companyaccount/contract/lab';
import { entropyOfBytes } from './entropy.ts';
import { finding } from './finding.ts';

const MACHINES: Record<number, string> = {
  3: 'x86',
  8: 'MIPS',
  20: 'PowerPC',
  40: 'ARM',
  62: 'x86-64',
  183: 'AArch64',
  243: 'RISC-V',
};
const SORTS: Record<number, string> = { 1: 'object', 2: 'program', 3: 'shared object', 4: 'core dump' };
const SECTIONS_MAX = 96;
const NO_BITS = 8;

export const isElf = (bytes: Buffer): boolean => bytes.length >= 4 && bytes.readUInt32BE(0) === 0x7f454c46;

/** What the headers of an ELF file say. Throws RangeError where they lead out of the file. */
export function elfStructure(bytes: Buffer): Finding[] {
  const wide = bytes.readUInt8(4) === 2;
  const little = bytes.readUInt8(5) !== 2;
  const u16 = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const word = (at: number) =>
    wide ? Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at)) : u32(at);
  const machine = MACHINES[u16(18)] ?? `machine ${u16(18)}`;
  const sort = SORTS[u16(16)] ?? `type ${u16(16)}`;
  const tableAt = word(wide ? 40 : 32);
  const [entrySize, count, namesIndex] = wide ? [u16(58), u16(60), u16(62)] : [u16(46), u16(48), u16(50)];
  const findings = [finding('elf', { name: `${machine}, ${wide ? 64 : 32} bit, ${sort}`, count })];
  if (tableAt === 0 || count === 0) return findings;
  const section = (index: number) => {
    const at = tableAt + index * entrySize;
    const field = (narrow: number, broad: number) => at + (wide ? broad : narrow);
    return {
      name: u32(at),
      type: u32(at + 4),
      offset: word(field(16, 24)),
      size: word(field(20, 32)),
    };
  };
  const names = section(namesIndex);
  for (let index = 1; index < Math.min(count, SECTIONS_MAX); index += 1) {
    const { name, type, offset, size } = section(index);
    const nameAt = names.offset + name;
    const end = bytes.indexOf(0, nameAt);
    const text = bytes.toString('latin1', nameAt, Math.min(end === -1 ? bytes.length : end, nameAt + 64));
    if (type !== NO_BITS && offset + size > bytes.length) throw new RangeError('a section lies outside the file');
    const value = type === NO_BITS ? null : entropyOfBytes(bytes.subarray(offset, offset + size));
    findings.push(finding('section', { name: text, count: size, value }));
  }
  return findings;
}
