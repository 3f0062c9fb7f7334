import type { Finding } from '@companyaccount/contract/lab';
import { entropyOfBytes } from './entropy.ts';
import { finding } from './finding.ts';
import { textAt } from './pe-file.ts';
import { hex, type Table, tableOf } from './table.ts';

const MACHINES: Record<number, string> = { 7: 'x86', 0x1000007: 'x86-64', 12: 'ARM', 0x100000c: 'AArch64' };
const SORTS: Record<number, string> = { 1: 'object', 2: 'program', 6: 'shared object', 8: 'bundle' };
/** First bytes as a number, and whether the rest is written the other way round. */
const MAGICS: Record<number, { wide: boolean; little: boolean }> = {
  0xfeedface: { wide: false, little: false },
  0xfeedfacf: { wide: true, little: false },
  0xcefaedfe: { wide: false, little: true },
  0xcffaedfe: { wide: true, little: true },
};
const FAT = 0xcafebabe;
const SLICES_MAX = 20;
const COMMANDS_MAX = 500;
const LIBRARY_COMMANDS = new Set([0xc, 0x80000018, 0x8000001f]);
const [SEGMENT, WIDE_SEGMENT] = [1, 0x19];

/** A program for macOS, or several in one file. Java's classes begin alike, with a version where the number of them is. */
export const isMacho = (bytes: Buffer): boolean =>
  bytes.length >= 28 &&
  (MAGICS[bytes.readUInt32BE(0)] !== undefined ||
    (bytes.readUInt32BE(0) === FAT && bytes.readUInt32BE(4) > 0 && bytes.readUInt32BE(4) <= SLICES_MAX));

interface Section {
  name: string;
  address: number;
  offset: number;
  size: number;
}
interface Slice {
  name: string;
  sections: Section[];
  libraries: string[];
}

/** Reads one program. Throws RangeError where its headers, or its sections, lead out of it. */
function readSlice(bytes: Buffer): Slice {
  const kind = MAGICS[bytes.readUInt32BE(0)];
  if (kind === undefined) throw new RangeError('no program');
  const { wide, little } = kind;
  const u32 = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const word = (at: number) =>
    wide ? Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at)) : u32(at);
  const slice: Slice = {
    name: `${MACHINES[u32(4)] ?? `machine ${u32(4)}`}, ${wide ? 64 : 32} bit, ${SORTS[u32(12)] ?? `type ${u32(12)}`}`,
    sections: [],
    libraries: [],
  };
  const count = Math.min(u32(16), COMMANDS_MAX);
  for (let index = 0, at = wide ? 32 : 28; index < count; index += 1) {
    const [command, size] = [u32(at), u32(at + 4)];
    if (size < 8) throw new RangeError('a command without a length');
    if (LIBRARY_COMMANDS.has(command)) slice.libraries.push(textAt(bytes, at + u32(at + 8), 200));
    if (command === SEGMENT || command === WIDE_SEGMENT) {
      const [first, step] = wide ? [at + 72, 80] : [at + 56, 68];
      const sections = Math.min(u32(at + (wide ? 64 : 48)), 100);
      for (let row = first; row < first + sections * step; row += step) {
        const section = {
          name: `${textAt(bytes, row + 16, 16)}.${textAt(bytes, row, 16)}`,
          address: word(row + 32),
          size: word(row + (wide ? 40 : 36)),
          offset: u32(row + (wide ? 48 : 40)),
        };
        // One that is filled with zeros lies nowhere.
        if (section.offset > 0 && section.offset + section.size > bytes.length) {
          throw new RangeError('a section lies outside the file');
        }
        slice.sections.push(section);
      }
    }
    at += size;
  }
  return slice;
}

function readSlices(bytes: Buffer): { at: number; slice: Slice }[] {
  if (bytes.readUInt32BE(0) !== FAT) return [{ at: 0, slice: readSlice(bytes) }];
  return Array.from({ length: Math.min(bytes.readUInt32BE(4), SLICES_MAX) }, (_, index) => {
    const [at, size] = [bytes.readUInt32BE(16 + index * 20), bytes.readUInt32BE(20 + index * 20)];
    if (at + size > bytes.length) throw new RangeError('a program lies outside the file');
    return { at, slice: readSlice(bytes.subarray(at, at + size)) };
  });
}

/** What the headers of a program for macOS say. Throws RangeError where they lead out of the file. */
export const machoStructure = (bytes: Buffer): Finding[] =>
  readSlices(bytes).flatMap(({ at, slice }) => [
    finding('macho', { name: slice.name, count: slice.sections.length }),
    ...slice.sections.slice(0, 50).map(({ name, offset, size }) =>
      finding('section', {
        name,
        count: size,
        value: offset === 0 ? null : entropyOfBytes(bytes.subarray(at + offset, at + offset + size)),
      }),
    ),
    ...slice.libraries.slice(0, 50).map((name) => finding('import', { name })),
  ]);

export function machoTables(bytes: Buffer): Table[] {
  const slices = readSlices(bytes);
  return [
    tableOf(
      'headers',
      ['name', 'value'],
      slices.map(({ slice }) => ['format', slice.name]),
    ),
    tableOf(
      'sections',
      ['name', 'offset', 'address', 'size', 'entropy'],
      slices.flatMap(({ at, slice }) =>
        slice.sections.map(({ name, offset, address, size }) => [
          name,
          hex(at + offset),
          hex(address),
          String(size),
          offset === 0 ? '' : String(entropyOfBytes(bytes.subarray(at + offset, at + offset + size))),
        ]),
      ),
    ),
    tableOf(
      'imports',
      ['library'],
      slices.flatMap(({ slice }) => slice.libraries.map((name) => [name])),
    ),
  ];
}
