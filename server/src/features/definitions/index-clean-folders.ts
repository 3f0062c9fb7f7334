import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, opendir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Db } from '#platform/db/database.ts';
import type { Platform } from '#platform/platform.ts';
import {
  claimFolder,
  endReading,
  type IndexedFile,
  keepFolders,
  knownFiles,
  releaseFolder,
  upsertFiles,
} from './clean-folders-store.ts';
import { tellLab } from './edit-detection.ts';

export const INDEX_TASK = 'definitions.index_clean';

const BATCH = 500;
/** A longer path finds no place in an index, in bytes. */
const PATH_MAX = 2000;
const PIECE = 1024 ** 2;

/** The files under a folder, links not followed, as the scanner goes; null for each place that cannot be read. */
async function* filesUnder(folder: string): AsyncGenerator<string | null> {
  const left = [folder];
  for (let place = left.pop(); place !== undefined; place = left.pop()) {
    const entries = await opendir(place).catch(() => null);
    if (entries === null) yield null;
    else {
      for await (const entry of entries) {
        const path = join(place, entry.name);
        if (entry.isDirectory()) left.push(path);
        else if (entry.isFile()) yield path;
      }
    }
  }
}

/** A file by its content; what is known of it is believed while the file system says that it has not changed. */
async function indexFile(
  folder: string,
  path: string,
  known: Awaited<ReturnType<typeof knownFiles>>,
): Promise<IndexedFile | null> {
  // A pipe that has taken the place of a file would be waited for.
  const file = await open(join(folder, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => null,
  );
  if (file === null) return null;
  try {
    const found = await file.stat();
    if (!found.isFile()) return null;
    const { size } = found;
    const changed = Math.floor(found.ctimeMs);
    const before = known.get(path);
    if (before !== undefined && Number(before.size) === size && Number(before.changed) === changed) {
      return { path, sha256: before.sha256, size, changed };
    }
    const hash = createHash('sha256');
    for await (const piece of file.createReadStream({ autoClose: false, highWaterMark: PIECE })) {
      hash.update(piece as Buffer);
    }
    return { path, sha256: hash.digest(), size, changed };
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

/** Reads a folder; answers with how much of it could not be. What is read when it breaks off need not be read again. */
async function readFolder(db: Db, folder: string, seen: string, stopping: AbortSignal | undefined): Promise<number> {
  let unreadable = 0;
  let batch: string[] = [];
  const keep = async () => {
    if (batch.length === 0) return;
    const known = await knownFiles(db, folder, batch);
    const files: IndexedFile[] = [];
    for (const path of batch) {
      if (stopping?.aborted === true) break;
      const file = await indexFile(folder, path, known);
      if (file === null) unreadable += 1;
      else files.push(file);
    }
    await upsertFiles(db, folder, seen, files);
    stopping?.throwIfAborted();
    batch = [];
  };
  for await (const found of filesUnder(folder)) {
    const path = found === null ? '' : relative(folder, found);
    if (path === '' || Buffer.byteLength(path) > PATH_MAX) unreadable += 1;
    else batch.push(path);
    if (batch.length === BATCH) await keep();
  }
  await keep();
  return unreadable;
}

/** Reads the folders of the settings whose index is older than a day; with `force`, all. */
export async function indexCleanFolders(
  { db, clock, config }: Pick<Platform, 'db' | 'clock' | 'config'>,
  force: boolean,
  stopping?: AbortSignal,
): Promise<void> {
  const { cleanFolders } = config.definitions;
  await transact(db, SYSTEM, (tx) => keepFolders(tx, cleanFolders));
  for (const folder of cleanFolders) {
    const claimed = await transact(db, SYSTEM, async (tx) => {
      const mine = await claimFolder(tx, folder, clock(), force);
      if (mine) await tellLab(tx);
      return mine;
    });
    if (!claimed) continue;
    try {
      const seen = randomUUID();
      const missing = !(await stat(folder).catch(() => null))?.isDirectory();
      const unreadable = missing ? 0 : await readFolder(db, folder, seen, stopping);
      await transact(db, SYSTEM, async (tx) => {
        await endReading(tx, folder, { seen, missing, unreadable, at: clock() });
        await tellLab(tx);
      });
    } catch (error) {
      await releaseFolder(db, folder);
      throw error;
    }
  }
}
