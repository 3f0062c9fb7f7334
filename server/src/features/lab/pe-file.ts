const LIBRARY = 0x2000;
/** What the loader of Windows takes. */
const SECTIONS_MAX = 96;

export interface PeSection {
  name: string;
  /** In memory. */
  address: number;
  /** In the file. */
  offset: number;
  size: number;
  flags: number;
}

/** The headers of a program for Windows. */
export interface PeFile {
  machine: number;
  wide: boolean;
  isLibrary: boolean;
  /** As said; no more than 96 sections are read. */
  count: number;
  sections: PeSection[];
  builtAt: number;
  entry: number;
  subsystem: number;
  /** Where the table of this number begins in memory, and its bytes; null where there is none. */
  directory: (index: number) => { address: number; size: number } | null;
  /** Where in the file something lies that has this address in memory; null where it is in no section. */
  offsetOf: (address: number) => number | null;
}

/** Where the PE header begins; null where there is none. */
function headerAt(bytes: Buffer): number | null {
  if (bytes.length < 64 || bytes.readUInt16BE(0) !== 0x4d5a) return null;
  const at = bytes.readUInt32LE(60);
  return at + 4 <= bytes.length && bytes.readUInt32BE(at) === 0x50450000 ? at : null;
}

export const isPe = (bytes: Buffer): boolean => headerAt(bytes) !== null;

/** The text that ends with a zero byte, or after `max` bytes. */
export const textAt = (bytes: Buffer, at: number, max: number): string => {
  const end = bytes.subarray(at, at + max).indexOf(0);
  return bytes.toString('latin1', at, end === -1 ? at + max : at + end);
};

/** Reads the headers. Throws RangeError where they, or the sections, lead out of the file. */
export function readPe(bytes: Buffer): PeFile {
  const at = headerAt(bytes) ?? 0;
  const count = bytes.readUInt16LE(at + 6);
  const optional = at + 24;
  const table = optional + bytes.readUInt16LE(at + 20);
  const wide = bytes.readUInt16LE(optional) === 0x20b;
  const directories = optional + (wide ? 112 : 96);
  const held = bytes.readUInt32LE(directories - 4);
  const sections: PeSection[] = [];
  for (let index = 0; index < Math.min(count, SECTIONS_MAX); index += 1) {
    const row = table + index * 40;
    const u32 = (field: number) => bytes.readUInt32LE(row + field);
    const section = {
      name: textAt(bytes, row, 8),
      address: u32(12),
      size: u32(16),
      offset: u32(20),
      flags: u32(36),
    };
    if (section.offset + section.size > bytes.length) throw new RangeError('a section lies outside the file');
    sections.push(section);
  }
  return {
    machine: bytes.readUInt16LE(at + 4),
    wide,
    isLibrary: (bytes.readUInt16LE(at + 22) & LIBRARY) !== 0,
    count,
    sections,
    builtAt: bytes.readUInt32LE(at + 8),
    entry: bytes.readUInt32LE(optional + 16),
    subsystem: bytes.readUInt16LE(optional + 68),
    directory: (index) => {
      if (index >= held || index >= 16) return null;
      const [address, size] = [0, 4].map((field) => bytes.readUInt32LE(directories + index * 8 + field)) as [
        number,
        number,
      ];
      return address === 0 ? null : { address, size };
    },
    offsetOf: (address) => {
      const holder = sections.find((one) => address >= one.address && address < one.address + one.size);
      return holder === undefined ? null : holder.offset + address - holder.address;
    },
  };
}
