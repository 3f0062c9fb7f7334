import { extract, list, type Listing } from './seven-zip.ts';

/** A kind of archive that 7-Zip opens: what we call it, and what 7-Zip does. */
export interface PackedFormat {
  name: string;
  type: string;
}

const SECTOR = 2048;
/** Where descriptors of a disc image begin, and how many are looked at. */
const [DESCRIPTORS_AT, DESCRIPTORS] = [16, 32];
/** Who handles a compound document as an installation package, or as a patch to one. */
const MSI = ['84100c0000000000c000000000000046', '86100c0000000000c000000000000046'];

const BY_TYPE: Record<string, string> = {
  'application/x-7z-compressed': '7z',
  'application/x-xz': 'xz',
  'application/x-bzip2': 'bzip2',
  'application/zstd': 'zstd',
  'application/x-lzh-compressed': 'lzh',
};
/** They hold one file, without a name. */
const STREAMS = new Set(['xz', 'bzip2', 'zstd']);

/** Whether a compound document is an installation package: its root says who handles it. */
function isMsi(bytes: Buffer): boolean {
  if (bytes.length < 512) return false;
  const at = (bytes.readUInt32LE(48) + 1) * 2 ** Math.min(bytes.readUInt16LE(30), 12);
  return at + 96 <= bytes.length && MSI.includes(bytes.toString('hex', at + 80, at + 96));
}

/** A disc image may hold two file systems, each of which shows other files. */
function discFormats(bytes: Buffer): PackedFormat[] {
  const marks = Array.from({ length: DESCRIPTORS }, (_, index) => {
    const at = (DESCRIPTORS_AT + index) * SECTOR + 1;
    return bytes.toString('latin1', at, at + 5);
  });
  return [
    ...(marks[0] === 'CD001' ? [{ name: 'iso', type: 'iso' }] : []),
    ...(marks.some((mark) => /^NSR0[23]$/u.test(mark)) ? [{ name: 'udf', type: 'udf' }] : []),
  ];
}

/** As which archives of 7-Zip's the content can be opened. */
export function packedFormats(bytes: Buffer, mediaType: string): PackedFormat[] {
  const type = BY_TYPE[mediaType];
  if (type !== undefined) return [{ name: type, type }];
  const head = bytes.toString('latin1', 0, 8);
  if (head.startsWith('Rar!\u001a\u0007\u0001\0')) return [{ name: 'rar', type: 'rar5' }];
  if (head.startsWith('Rar!\u001a\u0007\0')) return [{ name: 'rar', type: 'rar' }];
  if (head.startsWith('MSCF\0\0\0\0')) return [{ name: 'cab', type: 'cab' }];
  if (mediaType === 'application/x-cfb' && isMsi(bytes)) return [{ name: 'msi', type: 'compound' }];
  return discFormats(bytes);
}

export interface Packed {
  /** Paths as the archive says them, whether or not the files could be taken out. */
  listed: string[];
  files: { path: string; bytes: Buffer }[];
  /** Files that no password opens, as far as they are known; at least one. */
  locked: number;
  /** The place of the password that fitted among those given; null where none was needed, or none fits. */
  password: number | null;
  damaged: boolean;
  ended: 'bytes' | 'files' | null;
}
interface Bounds {
  files: number;
  bytes: number;
}

/** The directory, and the place of the password that it needed. */
async function open(bytes: Buffer, type: string, passwords: readonly string[], max: number) {
  const listing = await list(bytes, type, null, max);
  if (listing?.locked !== true) return { listing, place: null };
  for (const [place, password] of passwords.entries()) {
    const opened = await list(bytes, type, password, max);
    if (opened !== null && !opened.locked) return { listing: opened, place };
  }
  return { listing, place: null };
}

/** Takes out what no known password opens besides the rest: only what the directory says needs none is believed. */
async function takeRest(bytes: Buffer, type: string, { files: listed }: Listing, bounds: Bounds): Promise<Packed> {
  const { files, ended } = await extract(bytes, type, null, bounds);
  const free = new Set(listed.filter(({ encrypted }) => !encrypted).map(({ path }) => path));
  return {
    listed: listed.map(({ path }) => path),
    files: files.filter(({ path }) => free.has(path)),
    locked: listed.length - free.size,
    password: null,
    damaged: false,
    ended,
  };
}

/** What an archive of 7-Zip's holds, up to the bounds. What cannot be taken out is told, and never thrown. */
export async function packedFiles(
  bytes: Buffer,
  type: string,
  passwords: readonly string[],
  bounds: Bounds,
): Promise<Packed> {
  const nothing: Packed = { listed: [], files: [], locked: 0, password: null, damaged: true, ended: null };
  if (STREAMS.has(type)) {
    const { files, whole, ended } = await extract(bytes, type, null, bounds);
    const named = files.map((file) => ({ ...file, path: 'content' }));
    return {
      ...nothing,
      listed: named.map(({ path }) => path),
      files: named,
      damaged: !whole && ended === null,
      ended,
    };
  }
  const { listing, place } = await open(bytes, type, passwords, bounds.files);
  if (listing === null) return nothing;
  if (listing.locked) return { ...nothing, locked: 1, damaged: false };
  const isLocked = listing.files.some(({ encrypted }) => encrypted);
  const places: (number | null)[] = isLocked && place === null ? [...passwords.keys()] : [place];
  for (const at of places) {
    const password = at === null ? null : (passwords[at] ?? null);
    const { files, whole, locked, ended } = await extract(bytes, type, password, bounds);
    if (locked) continue;
    const listed = listing.files.map(({ path }) => path);
    return { listed, files, locked: 0, password: at, damaged: !whole && ended === null, ended };
  }
  return takeRest(bytes, type, listing, bounds);
}
