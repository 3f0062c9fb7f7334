import { createHash, randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createGzip } from 'node:zlib';
import { createTarPacker } from 'modern-tar';

const HEADER_BYTES = 512;
const ENGINE_MIN = 73;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A file of a container; `bytes` is its exact length, because a tar archive says it first. */
export interface ContainerFile {
  name: string;
  bytes: number;
  content: () => AsyncIterable<Buffer> | Iterable<Buffer>;
}

export interface ContainerHeader {
  /** Rises with each release: clients fetch what has a higher one than theirs. */
  version: number;
  signatures: number;
  /** What clients show as the one who built it. */
  builder: string;
  at: Date;
}

/** `23 Nov 2026 08-15 +0000` */
function headerTime(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(at.getUTCDate())} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
  return `${day} ${two(at.getUTCHours())}-${two(at.getUTCMinutes())} +0000`;
}

/** Format: libclamav's `cvd.c`; unsigned containers carry `X` for the signature. */
function headerLine({ version, signatures, builder, at }: ContainerHeader, md5: string): string {
  return [
    'ClamAV-VDB',
    headerTime(at),
    version,
    signatures,
    ENGINE_MIN,
    md5,
    'X',
    builder.replaceAll(/[^A-Za-z0-9._-]/gu, '_').slice(0, 64),
    Math.floor(at.getTime() / 1000),
  ].join(':');
}

/**
 * Writes a ClamAV container (`.cud`) of the files: one versioned file that scanners load whole or not at all. Memory
 * stays flat whatever the size.
 */
export async function buildContainer(path: string, files: readonly ContainerFile[], header: ContainerHeader) {
  for (;;) {
    const md5 = await writeArchive(path, files, header);
    // A digest with a leading zero byte is taken for none by the clients' check; other salt gives another one.
    if (md5.startsWith('00')) continue;
    const file = await open(path, 'r+');
    try {
      await file.write(headerLine(header, md5).padEnd(HEADER_BYTES, ' '), 0, 'latin1');
      await file.datasync();
    } finally {
      await file.close();
    }
    return;
  }
}

async function writeArchive(path: string, files: readonly ContainerFile[], header: ContainerHeader): Promise<string> {
  const archiveDigest = createHash('md5');
  const { readable, controller } = createTarPacker();
  const out = await open(path, 'w', 0o600);
  const add = async ({ name, bytes, content }: ContainerFile): Promise<string> => {
    const digest = createHash('sha256');
    async function* told() {
      for await (const chunk of content()) {
        digest.update(chunk);
        yield chunk;
      }
    }
    const entry = controller.add({ name, size: bytes, mode: 0o644, mtime: new Date(0), type: 'file' });
    await pipeline(Readable.from(told(), { objectMode: false }), Writable.fromWeb(entry));
    return `${name}:${bytes}:${digest.digest('hex')}`;
  };
  const addText = (name: string, text: string) => {
    const content = Buffer.from(text);
    return add({ name, bytes: content.length, content: () => [content] });
  };
  const addAll = async () => {
    await addText('COPYING', `${randomBytes(16).toString('hex')}\n`);
    const lines = [headerLine(header, 'X')];
    for (const file of files) lines.push(await add(file));
    // Scanners hold every file of the archive against this list before they take any of them.
    await addText(`${basename(path, extname(path))}.info`, `${lines.join('\n')}\n`);
    controller.finalize();
  };
  try {
    await out.write(Buffer.alloc(HEADER_BYTES, ' '));
    await Promise.all([
      addAll().catch((error: unknown) => {
        controller.error(error);
        throw error;
      }),
      // The types of the browser and of Node differ, where both are there; the streams are the same.
      pipeline(
        Readable.fromWeb(readable as unknown as ReadableStream),
        createGzip({ level: 6 }),
        async (chunks: AsyncIterable<Buffer>) => {
          for await (const chunk of chunks) {
            archiveDigest.update(chunk);
            await out.write(chunk);
          }
        },
      ),
    ]);
    return archiveDigest.digest('hex');
  } finally {
    await out.close();
  }
}
