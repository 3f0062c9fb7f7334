import type { Finding } from '@companyaccount/contract/lab';
import { type ElfFile, type ElfSection, nameAt, readElf } from './elf-file.ts';
import { entropyOfBytes } from './entropy.ts';
import { finding } from './finding.ts';
import { hex, type Table, tableOf, tolerant } from './table.ts';

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
const NO_BITS = 8;
const [SYMBOLS, DYNAMIC, DYNAMIC_SYMBOLS] = [2, 6, 11];
const NEEDED = 1;
const SYMBOLS_MAX = 300;

const elfName = ({ machine, sort, wide }: ElfFile): string =>
  `${MACHINES[machine] ?? `machine ${machine}`}, ${wide ? 64 : 32} bit, ${SORTS[sort] ?? `type ${sort}`}`;

const contentOf = (bytes: Buffer, { offset, size }: ElfSection): Buffer => {
  if (offset + size > bytes.length) throw new RangeError('a section lies outside the file');
  return bytes.subarray(offset, offset + size);
};
const entropyOfSection = (bytes: Buffer, section: ElfSection): number | null =>
  section.type === NO_BITS ? null : entropyOfBytes(contentOf(bytes, section));

/** What the headers of an ELF file say. Throws RangeError where they lead out of the file. */
export function elfStructure(bytes: Buffer): Finding[] {
  const elf = readElf(bytes);
  return [
    finding('elf', { name: elfName(elf), count: elf.count }),
    // The first section is always empty.
    ...elf.sections
      .slice(1)
      .map((one) => finding('section', { name: one.name, count: one.size, value: entropyOfSection(bytes, one) })),
  ];
}

/** The libraries that it asks for. */
function libraries(bytes: Buffer, elf: ElfFile): string[][] {
  const dynamic = elf.sections.find(({ type }) => type === DYNAMIC);
  const names = dynamic === undefined ? undefined : elf.sections[dynamic.link];
  if (dynamic === undefined || names === undefined) return [];
  const step = elf.wide ? 16 : 8;
  const rows: string[][] = [];
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size && rows.length < 100; at += step) {
    if (elf.word(at) === NEEDED) rows.push([nameAt(bytes, names.offset + elf.word(at + step / 2))]);
  }
  return rows;
}

/** What it defines, and what it wants of others. */
function symbols(bytes: Buffer, elf: ElfFile): string[][] {
  const table =
    elf.sections.find(({ type }) => type === DYNAMIC_SYMBOLS) ?? elf.sections.find(({ type }) => type === SYMBOLS);
  const names = table === undefined ? undefined : elf.sections[table.link];
  if (table === undefined || names === undefined) return [];
  const step = elf.wide ? 24 : 16;
  const rows: string[][] = [];
  for (let at = table.offset + step; at < table.offset + table.size && rows.length < SYMBOLS_MAX; at += step) {
    const place = elf.u16(at + (elf.wide ? 6 : 14));
    const name = nameAt(bytes, names.offset + elf.u32(at), 120);
    if (name !== '') rows.push([name, place === 0 ? 'imported' : 'defined', hex(elf.word(at + (elf.wide ? 8 : 4)))]);
  }
  return rows;
}

/** The tables of an ELF file; each as far as it can be read. */
export function elfTables(bytes: Buffer): Table[] {
  const elf = readElf(bytes);
  return [
    tableOf(
      'headers',
      ['name', 'value'],
      [
        ['format', elfName(elf)],
        ['entry', hex(elf.entry)],
      ],
    ),
    tableOf(
      'sections',
      ['name', 'offset', 'address', 'size', 'entropy', 'rights'],
      elf.sections
        .slice(1)
        .map((one) => [
          one.name,
          hex(one.offset),
          hex(one.address),
          String(one.size),
          String(tolerant(() => entropyOfSection(bytes, one), null) ?? ''),
          `r${(one.flags & 1) === 0 ? '-' : 'w'}${(one.flags & 4) === 0 ? '-' : 'x'}`,
        ]),
    ),
    tableOf(
      'imports',
      ['library'],
      tolerant(() => libraries(bytes, elf), []),
    ),
    tableOf(
      'symbols',
      ['name', 'kind', 'address'],
      tolerant(() => symbols(bytes, elf), []),
    ),
  ];
}
