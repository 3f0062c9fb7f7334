import { gzipSync } from 'node:zlib';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter, type ZipWriterConstructorOptions } from '@zip.js/zip.js';
import { strToU8, zipSync } from 'fflate';

// Files made to exhaust, deceive or break whoever takes them apart. All of them are harmless.

export const zip = (files: Record<string, Uint8Array | string>, level: 0 | 6 = 6): Buffer =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([path, bytes]) => [path, typeof bytes === 'string' ? strToU8(bytes) : bytes]),
      ),
      { level },
    ),
  );

/** A ZIP whose files need a password, by either cipher. */
export async function lockedZip(
  files: Record<string, Buffer>,
  password: string,
  cipher: 'aes' | 'zipcrypto' = 'aes',
): Promise<Buffer> {
  const options: ZipWriterConstructorOptions = cipher === 'aes' ? { encryptionStrength: 3 } : { zipCrypto: true };
  const writer = new ZipWriter(new Uint8ArrayWriter(), { password, useWebWorkers: false, ...options });
  for (const [path, bytes] of Object.entries(files)) await writer.add(path, new Uint8ArrayReader(bytes));
  return Buffer.from(await writer.close());
}

/** Archives within archives, `levels` deep. */
export function nestedZip(levels: number): Buffer {
  let inner = zip({ 'core.txt': 'the core' });
  for (let level = 1; level < levels; level += 1) inner = zip({ [`level ${level}.zip`]: inner });
  return inner;
}

/** A few kilobytes that become `megabytes`, twice over. */
export const bomb = (megabytes: number): Buffer => {
  const zeros = Buffer.alloc(megabytes * 1024 ** 2);
  return zip({ 'inner.zip': zip({ 'zeros.bin': zeros }) });
};

export const gzipBomb = (megabytes: number): Buffer => gzipSync(Buffer.alloc(megabytes * 1024 ** 2));

/** The smallest program for Windows with one section, importing from one library. */
export function peFile(content = Buffer.alloc(512, 0x90)): Buffer {
  const head = Buffer.alloc(1024);
  head.write('MZ', 0, 'latin1');
  head.writeUInt32LE(64, 60);
  head.write('PE\0\0', 64, 'latin1');
  head.writeUInt16LE(0x8664, 68);
  head.writeUInt16LE(1, 70);
  head.writeUInt16LE(240, 84);
  const optional = 88;
  head.writeUInt16LE(0x20b, optional);
  head.writeUInt32LE(16, optional + 108);
  head.writeUInt32LE(0x1000, optional + 120);
  const section = optional + 240;
  head.write('.text', section, 'latin1');
  for (const [field, value] of [
    [8, content.length + 64],
    [12, 0x1000],
    [16, content.length + 64],
    [20, 1024],
  ] as const) {
    head.writeUInt32LE(value, section + field);
  }
  const imports = Buffer.alloc(64);
  imports.writeUInt32LE(0x1000 + 40, 12);
  imports.write('KERNEL32.dll\0', 40, 'latin1');
  return Buffer.concat([head, imports, content]);
}

export function elfFile(): Buffer {
  const file = Buffer.alloc(64 + 3 * 64 + 32);
  file.write('\u007fELF', 0, 'latin1');
  file.set([2, 1, 1], 4);
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(62, 18);
  file.writeBigUInt64LE(64n, 40);
  file.writeUInt16LE(64, 58);
  file.writeUInt16LE(3, 60);
  file.writeUInt16LE(2, 62);
  file.write('\0.text\0.shstrtab\0', 256, 'latin1');
  const section = (index: number, name: number, offset: number, size: number) => {
    const at = 64 + index * 64;
    file.writeUInt32LE(name, at);
    file.writeUInt32LE(1, at + 4);
    file.writeBigUInt64LE(BigInt(offset), at + 24);
    file.writeBigUInt64LE(BigInt(size), at + 32);
  };
  section(1, 1, 256, 16);
  section(2, 7, 256, 17);
  return file;
}

/** The smallest program for macOS with one section and one library. */
export function machoFile(): Buffer {
  const file = Buffer.alloc(0x1010, 0x90);
  file.fill(0, 0, 400);
  const numbers = (at: number, ...values: number[]) =>
    values.forEach((one, index) => file.writeUInt32LE(one, at + index * 4));
  numbers(0, 0xfeedfacf, 0x1000007, 3, 2, 2, 152 + 56, 0, 0);
  numbers(32, 0x19, 152);
  file.write('__TEXT', 40, 'latin1');
  numbers(32 + 64, 1);
  file.write('__text', 104, 'latin1');
  file.write('__TEXT', 120, 'latin1');
  file.writeBigUInt64LE(0x1_0000_0f00n, 136);
  file.writeBigUInt64LE(16n, 144);
  numbers(152, 0x1000);
  numbers(184, 0xc, 56, 24);
  file.write('/usr/lib/libSystem.B.dylib', 208, 'latin1');
  return file;
}

/** A document that runs a script when it is opened. */
export const pdfFile = (): Buffer =>
  Buffer.from(
    '%PDF-1.4\n1 0 obj <</Type /Catalog /OpenAction 2 0 R>> endobj\n' +
      '2 0 obj <</S /#4aavaScript /JS (app.alert\\(1\\))>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n',
  );

const OLE_MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** What is sent, and the finding it must end in. */
export const HOSTILE: Record<string, { bytes: () => Buffer | Promise<Buffer>; ends: [kind: string, name?: string] }> = {
  'nothing at all.bin': { bytes: () => Buffer.alloc(0), ends: ['empty'] },
  'bomb within.zip': { bytes: () => bomb(40), ends: ['limit_reached', 'bytes'] },
  'bomb.gz': { bytes: () => gzipBomb(40), ends: ['limit_reached', 'bytes'] },
  '42 levels.zip': { bytes: () => nestedZip(42), ends: ['limit_reached', 'depth'] },
  '100000 entries.zip': {
    bytes: () => zip(Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`${index}`, ''])), 0),
    ends: ['limit_reached', 'files'],
  },
  'paths that lead out.zip': {
    bytes: () => zip({ '../../etc/passwd': 'one', '/etc/shadow': 'two', 'C:\\autoexec.bat': 'three' }),
    ends: ['unsafe_path'],
  },
  'polyglot.exe': {
    bytes: () => Buffer.concat([peFile(), zip({ 'hidden.txt': 'behind' })]),
    ends: ['polyglot', 'zip'],
  },
  'unknown password.zip': {
    bytes: () => lockedZip({ 'a.txt': Buffer.from('a') }, 'nobody knows this'),
    ends: ['unknown_password'],
  },
  'cut.zip': { bytes: () => zip({ 'a.txt': 'a'.repeat(5000) }).subarray(0, 40), ends: ['damaged', 'zip'] },
  'cut.exe': { bytes: () => peFile().subarray(0, 700), ends: ['damaged', 'pe'] },
  'only MZ and PE.exe': { bytes: () => peFile().subarray(0, 70), ends: ['damaged', 'pe'] },
  'cut.elf': { bytes: () => elfFile().subarray(0, 200), ends: ['damaged', 'elf'] },
  'sections outside.elf': {
    bytes: () => {
      const file = elfFile();
      file.writeBigUInt64LE(0xffff_ffff_ffffn, 64 + 64 + 32);
      return file;
    },
    ends: ['damaged', 'elf'],
  },
  'cut.doc': { bytes: () => Buffer.concat([OLE_MAGIC, Buffer.alloc(500, 0xfe)]), ends: ['damaged', 'ole2'] },
  'polyglot.gif': {
    bytes: () => Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(100, 1), pdfFile()]),
    ends: ['polyglot', 'pdf'],
  },
  'cut.macho': { bytes: () => machoFile().subarray(0, 300), ends: ['damaged', 'macho'] },
  'cut.pdf': { bytes: () => pdfFile().subarray(0, 90), ends: ['damaged', 'pdf'] },
  'larger than is looked into.bin': {
    bytes: () => Buffer.alloc(9 * 1024 ** 2, 7),
    ends: ['limit_reached', 'file_size'],
  },
};
