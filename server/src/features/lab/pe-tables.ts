import { entropyOfBytes } from './entropy.ts';
import { type PeFile, readPe, textAt } from './pe-file.ts';
import { importedLibraries, peName } from './pe-structure.ts';
import { hex, type Table, tableOf, tolerant } from './table.ts';

const FUNCTIONS_MAX = 60;
const EXPORTS_MAX = 300;
const RESOURCES_MAX = 300;
const RESOURCE_TYPES: Record<number, string> = {
  1: 'cursor',
  2: 'bitmap',
  3: 'icon',
  4: 'menu',
  5: 'dialog',
  6: 'strings',
  9: 'accelerators',
  10: 'data',
  11: 'messages',
  14: 'icon group',
  16: 'version',
  24: 'manifest',
};
const VERSION = 16;
const RIGHTS: [number, string][] = [
  [0x40000000, 'r'],
  [0x80000000, 'w'],
  [0x20000000, 'x'],
];

const headers = (pe: PeFile): Table =>
  tableOf(
    'headers',
    ['name', 'value'],
    [
      ['format', peName(pe)],
      ['built', new Date(pe.builtAt * 1000).toISOString()],
      ['entry', hex(pe.entry)],
      ['subsystem', String(pe.subsystem)],
      ['signature', String(pe.directory(4)?.size ?? 0)],
    ],
  );

const sections = (bytes: Buffer, pe: PeFile): Table =>
  tableOf(
    'sections',
    ['name', 'offset', 'address', 'size', 'entropy', 'rights'],
    pe.sections.map(({ name, offset, address, size, flags }) => [
      name,
      hex(offset),
      hex(address),
      String(size),
      String(entropyOfBytes(bytes.subarray(offset, offset + size))),
      RIGHTS.map(([bit, letter]) => ((flags & bit) === 0 ? '-' : letter)).join(''),
    ]),
  );

/** The functions that a library must have, by name or by number. */
function functionsAt(bytes: Buffer, pe: PeFile, begin: number): string[] {
  const names: string[] = [];
  const step = pe.wide ? 8 : 4;
  for (let at = begin; names.length < FUNCTIONS_MAX; at += step) {
    const low = bytes.readUInt32LE(at);
    const byNumber = (bytes.readUInt8(at + step - 1) & 0x80) !== 0;
    if (low === 0 && !byNumber) break;
    const offset = byNumber ? null : pe.offsetOf(low);
    if (!byNumber && offset === null) break;
    names.push(offset === null ? `#${low & 0xffff}` : textAt(bytes, offset + 2, 80));
  }
  return names;
}

const imports = (bytes: Buffer, pe: PeFile): Table =>
  tableOf(
    'imports',
    ['library', 'functions'],
    importedLibraries(bytes, pe).map(({ name, wanted }) => [
      name,
      wanted === null ? '' : functionsAt(bytes, pe, wanted).join(', '),
    ]),
  );

function exportsOf(bytes: Buffer, pe: PeFile): Table {
  const found = pe.directory(0);
  const at = found === null ? null : pe.offsetOf(found.address);
  if (at === null) return tableOf('exports', ['name'], []);
  const names = pe.offsetOf(bytes.readUInt32LE(at + 32));
  const count = Math.min(bytes.readUInt32LE(at + 24), EXPORTS_MAX);
  const rows = Array.from({ length: names === null ? 0 : count }, (_, index) => {
    const offset = pe.offsetOf(bytes.readUInt32LE((names ?? 0) + index * 4));
    return [offset === null ? '' : textAt(bytes, offset, 120)];
  });
  return tableOf('exports', ['name'], rows);
}

interface Resource {
  type: number | string;
  name: string;
  language: number;
  offset: number | null;
  size: number;
}

/** The three levels of the tree of resources: type, name, language. */
function resourcesOf(bytes: Buffer, pe: PeFile): Resource[] {
  const found = pe.directory(2);
  const base = found === null ? null : pe.offsetOf(found.address);
  const resources: Resource[] = [];
  if (base === null) return resources;
  const entriesAt = (at: number) => {
    const count = bytes.readUInt16LE(at + 12) + bytes.readUInt16LE(at + 14);
    return Array.from({ length: Math.min(count, RESOURCES_MAX) }, (_, index) => ({
      id: bytes.readUInt32LE(at + 16 + index * 8),
      // The highest bit only says that it is a branch.
      to: base + (bytes.readUInt32LE(at + 20 + index * 8) & 0x7fffffff),
    }));
  };
  const nameOf = (id: number): string => {
    if (id < 0x80000000) return String(id);
    const at = base + (id & 0x7fffffff);
    return bytes.toString('utf16le', at + 2, at + 2 + Math.min(bytes.readUInt16LE(at), 60) * 2);
  };
  for (const type of entriesAt(base)) {
    for (const name of entriesAt(type.to)) {
      for (const { id: language, to } of entriesAt(name.to)) {
        if (resources.length >= RESOURCES_MAX) return resources;
        const offset = pe.offsetOf(bytes.readUInt32LE(to));
        const size = bytes.readUInt32LE(to + 4);
        const kind = type.id < 0x80000000 ? type.id : nameOf(type.id);
        resources.push({ type: kind, name: nameOf(name.id), language, offset, size });
      }
    }
  }
  return resources;
}

const typeName = (type: number | string): string =>
  typeof type === 'string' ? type : (RESOURCE_TYPES[type] ?? String(type));

/** The texts about itself that a program holds: pairs of name and value in UTF-16. */
function versionTexts(block: Buffer): string[][] {
  const rows: string[][] = [];
  const walk = (from: number, to: number, depth: number): void => {
    for (let at = from; at + 6 <= to && rows.length < 40;) {
      const length = block.readUInt16LE(at);
      if (length < 6) return;
      const end = Math.min(at + length, to);
      let keyEnd = at + 6;
      while (keyEnd + 2 <= end && block.readUInt16LE(keyEnd) !== 0) keyEnd += 2;
      const key = block.toString('utf16le', at + 6, keyEnd);
      const value = (keyEnd + 2 + 3) & ~3;
      const valueBytes = block.readUInt16LE(at + 2) * (block.readUInt16LE(at + 4) === 1 ? 2 : 1);
      if (depth === 3)
        rows.push([key, block.toString('utf16le', value, Math.min(value + valueBytes, end)).replaceAll('\0', '')]);
      else if (depth < 3) walk((value + valueBytes + 3) & ~3, end, depth + 1);
      at = (at + length + 3) & ~3;
    }
  };
  walk(0, block.length, 0);
  return rows;
}

/** The tables of a program for Windows; each as far as it can be read. */
export function peTables(bytes: Buffer): Table[] {
  const pe = readPe(bytes);
  const resources = tolerant(() => resourcesOf(bytes, pe), []);
  const version = resources.find(({ type, offset }) => type === VERSION && offset !== null);
  const at = version?.offset ?? 0;
  return [
    headers(pe),
    tableOf(
      'version',
      ['name', 'value'],
      version === undefined ? [] : tolerant(() => versionTexts(bytes.subarray(at, at + version.size)), []),
    ),
    sections(bytes, pe),
    tolerant(() => imports(bytes, pe), null),
    tolerant(() => exportsOf(bytes, pe), null),
    tableOf(
      'resources',
      ['type', 'name', 'language', 'offset', 'size'],
      resources.map(({ type, name, language, offset, size }) => [
        typeName(type),
        name,
        String(language),
        offset === null ? '' : hex(offset),
        String(size),
      ]),
    ),
  ].filter((one) => one !== null);
}
