import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Db } from '#platform/db/database.ts';
import type { ContainerFile } from './build-container.ts';
import { hashLine } from './clamav-lines.ts';
import type { ComposedList } from './hash-list.ts';
import { listHashes } from './hash-lists-store.ts';

const PAGE = 20_000;

/** The lines of a list's hashes, a page of them at a time. */
async function* textOf(db: Db, { id, name, serial }: ComposedList): AsyncGenerator<string> {
  let after: Buffer | null = null;
  for (;;) {
    const rows: Awaited<ReturnType<typeof listHashes>> = await listHashes(db, id, after, PAGE);
    if (rows.length > 0) {
      yield rows
        .map((row) => hashLine(row.sha256.toString('hex'), row.size, { name: row.name ?? name, serial, revision: 0 }))
        .join('\n');
      yield '\n';
    }
    after = rows.at(-1)?.sha256 ?? null;
    if (rows.length < PAGE) return;
  }
}

/** Writes the hashes of lists, and lines besides, into a file; memory stays flat whatever their number. */
export async function writeHashFile(
  db: Db,
  path: string,
  lists: readonly ComposedList[],
  lines: readonly string[] = [],
): Promise<void> {
  async function* all() {
    if (lines.length > 0) yield `${lines.join('\n')}\n`;
    for (const list of lists) yield* textOf(db, list);
  }
  await pipeline(Readable.from(all()), createWriteStream(path, { mode: 0o600 }));
}

/** A file as a part of a container. */
export async function containerFileOf(path: string): Promise<ContainerFile> {
  const { size } = await stat(path);
  return { name: basename(path), bytes: size, content: () => createReadStream(path) as AsyncIterable<Buffer> };
}
