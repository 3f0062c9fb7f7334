const SECTIONS_MAX = 96;

export interface ElfSection {
  name: string;
  type: number;
  flags: number;
  address: number;
  offset: number;
  size: number;
  link: number;
  /** Bytes of one entry, where it is a table. */
  entry: number;
}

/** The headers of an ELF file. */
export interface ElfFile {
  wide: boolean;
  machine: number;
  sort: number;
  entry: number;
  /** As said; no more than 96 sections are read. */
  count: number;
  sections: ElfSection[];
  u16: (at: number) => number;
  u32: (at: number) => number;
  /** Four or eight bytes, as wide as the file is. */
  word: (at: number) => number;
}

export const isElf = (bytes: Buffer): boolean => bytes.length >= 4 && bytes.readUInt32BE(0) === 0x7f454c46;

/** The text in a table of names. */
export function nameAt(bytes: Buffer, at: number, max = 64): string {
  const end = bytes.indexOf(0, at);
  return bytes.toString('latin1', at, Math.min(end === -1 ? bytes.length : end, at + max));
}

/** Reads the headers. Throws RangeError where they lead out of the file. */
export function readElf(bytes: Buffer): ElfFile {
  const wide = bytes.readUInt8(4) === 2;
  const little = bytes.readUInt8(5) !== 2;
  const u16 = (at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const word = (at: number) =>
    wide ? Number(little ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at)) : u32(at);
  const tableAt = word(wide ? 40 : 32);
  const [entrySize, count, namesIndex] = wide ? [u16(58), u16(60), u16(62)] : [u16(46), u16(48), u16(50)];
  const elf = { wide, machine: u16(18), sort: u16(16), entry: word(24), count, sections: [], u16, u32, word };
  if (tableAt === 0 || count === 0) return elf;
  const section = (index: number) => {
    const at = tableAt + index * entrySize;
    const field = (narrow: number, broad: number) => at + (wide ? broad : narrow);
    return {
      nameAt: u32(at),
      type: u32(at + 4),
      flags: word(field(8, 8)),
      address: word(field(12, 16)),
      offset: word(field(16, 24)),
      size: word(field(20, 32)),
      link: u32(field(24, 40)),
      entry: word(field(36, 56)),
    };
  };
  const names = section(namesIndex);
  const sections = Array.from({ length: Math.min(count, SECTIONS_MAX) }, (_, index) => {
    const { nameAt: at, ...rest } = section(index);
    return { name: nameAt(bytes, names.offset + at), ...rest };
  });
  return { ...elf, sections };
}
