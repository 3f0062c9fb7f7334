import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BlobMissing } from '#platform/blobs/blob-store.ts';
import { syncFolder } from '#platform/blobs/durable-files.ts';
import { listMigrations } from '#platform/db/migrate.ts';
import type { Storage } from '#platform/start.ts';
import { type ArchivedTable, type ArchiveHead, FORMAT, ROWS_BYTES, rowsName } from './archive.ts';
import { JOB_COLUMNS, JOB_ROWS, JOBS, listTables, NAMED_BLOBS, readSequences, rowsOf, sqlName } from './tables.ts';
import { type ArchiveSink, type ArchiveWriter, writeArchive } from './write-archive.ts';

const pack = promisify(gzip);

const FETCHED = 1000;
const TOLD_MS = 10_000;

export interface MadeBackup {
  rows: number;
  blobs: number;
  bytes: number;
  /** Blobs that were deleted while the backup ran; the deed itself comes after it. */
  deleted: string[];
  /** Blobs that the database still names, but that the store does not have. */
  lost: string[];
}

/** Cuts a stream into parts of the same size, but for the last. */
async function* cut(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let filled = 0;
  for await (const piece of source) {
    for (let taken = 0; taken < piece.length;) {
      const part = piece.subarray(taken, taken + size - filled);
      pieces.push(part);
      filled += part.length;
      taken += part.length;
      if (filled < size) continue;
      yield Buffer.concat(pieces);
      pieces = [];
      filled = 0;
    }
  }
  if (filled > 0) yield Buffer.concat(pieces);
}

/** Copies the rows of a query into parts; answers how many rows these were. */
async function copyRows(client: Client, archive: ArchiveWriter, table: string, query: string): Promise<number> {
  const stream = client.query(copyTo(`copy (${query}) to stdout`));
  let number = 0;
  for await (const part of cut(stream, ROWS_BYTES)) {
    number += 1;
    await archive.add(rowsName(table, number), await pack(part, { level: 4 }));
  }
  // The count comes behind the last row, perhaps not at once: whatever is answered next comes behind the count.
  await client.query('select');
  return stream.rowCount;
}

/** Copies all tables as they stood at one moment, and leaves a cursor `blobs` over the blobs that they name. */
async function copyTables(client: Client, archive: ArchiveWriter) {
  const tables: ArchivedTable[] = [];
  const shapes = await listTables(client);
  for (const shape of shapes) {
    tables.push({ ...shape, rows: await copyRows(client, archive, shape.name, rowsOf(shape)) });
  }
  tables.push({ name: JOBS, columns: JOB_COLUMNS, rows: await copyRows(client, archive, JOBS, JOB_ROWS) });
  // Read last: a sequence knows no snapshot, and must not stand before a row that was copied.
  const sequences = await readSequences(client);
  await client.query(`declare blobs cursor with hold for ${NAMED_BLOBS} order by id`);
  return { tables, sequences };
}

/** Begins a transaction in which the database stands still, its tables held against changes of their shape. */
async function beginSnapshot(client: Client): Promise<void> {
  await client.query('begin isolation level repeatable read read only');
  for (const setting of ['statement_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout']) {
    await client.query(`set ${setting} = 0`);
  }
  // As every version of PostgreSQL reads them, whatever the database is set to.
  await client.query(`set datestyle = 'ISO, MDY'; set intervalstyle = 'postgres'; set timezone = 'UTC';
    set extra_float_digits = 1; set bytea_output = 'hex'; set client_encoding = 'UTF8'`);
  const names = (await listTables(client)).map(({ name }) => sqlName(name));
  await client.query(`lock table ${names.join(', ')} in access share mode`);
}

/** Writes a backup of the installation, which may be in use, to `out`. */
export async function makeBackup(
  { database, blobs, keyring }: Storage,
  out: ArchiveSink,
  { version, at, say }: { version: string; at: Date; say: (line: string) => void },
): Promise<MadeBackup> {
  const client = database.directConnection();
  await client.connect();
  const made: MadeBackup = { rows: 0, blobs: 0, bytes: 0, deleted: [], lost: [] };
  const missing: string[] = [];

  const copyBlob = async (archive: ArchiveWriter, id: string) => {
    const blob = await blobs.readSealed(id);
    await archive.add(`blobs/${id}.key`, blob.key);
    async function* whole() {
      let told = 0;
      try {
        for await (const piece of blob.body) {
          yield piece;
          told += piece.length;
        }
      } catch (error) {
        if (!(error instanceof BlobMissing)) throw error;
        // Its length is written already, so the place is filled, and the blob counted among the missing.
        missing.push(id);
        for (const gap = Buffer.alloc(65_536); told < blob.size; told += gap.length) {
          yield gap.subarray(0, Math.min(gap.length, blob.size - told));
        }
      }
    }
    await archive.addStream(`blobs/${id}`, blob.size, whole());
    made.blobs += 1;
    made.bytes += blob.size;
  };

  const copyBlobs = async (archive: ArchiveWriter) => {
    let told = performance.now();
    for (;;) {
      const { rows } = await client.query<{ id: string }>(`fetch ${FETCHED} from blobs`);
      if (rows.length === 0) return;
      for (const { id } of rows) {
        await copyBlob(archive, id).catch((error: unknown) => {
          if (!(error instanceof BlobMissing)) throw error;
          missing.push(id);
        });
        if (performance.now() - told < TOLD_MS) continue;
        told = performance.now();
        say(`${counted(made.blobs, 'file')}, ${megabytes(made.bytes)} so far`);
      }
    }
  };

  try {
    await beginSnapshot(client);
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
    const head: ArchiveHead = {
      format: FORMAT,
      madeAt: at.toISOString(),
      program: version,
      postgres: rows[0]?.version ?? '',
      masterKey: keyring.fingerprint,
      migrations: await listMigrations(),
    };
    await writeArchive(out, keyring, at, async (archive) => {
      await archive.add('head.json', Buffer.from(JSON.stringify(head)));
      const { tables, sequences } = await copyTables(client, archive);
      // Nothing holds the database back any more while files are copied, however long that takes.
      await client.query('commit');
      made.rows = tables.reduce((sum, table) => sum + table.rows, 0);
      say(`${tables.length} tables with ${counted(made.rows, 'row')} are copied; files follow.`);
      await copyBlobs(archive);
      await archive.finish({ head, tables, sequences, blobs: { count: made.blobs, bytes: made.bytes }, missing });
    });
    const still = await client.query<{ id: string }>(`select id from (${NAMED_BLOBS}) named where id = any($1)`, [
      missing,
    ]);
    const named = new Set(still.rows.map(({ id }) => id));
    made.lost = missing.filter((id) => named.has(id));
    made.deleted = missing.filter((id) => !named.has(id));
    return made;
  } finally {
    await client.end();
  }
}

/** `1 file`, `2 files` */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `1.5 MB` */
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** A backup cannot be written there; the message says why. */
export class BackupRefused extends Error {
  override name = 'BackupRefused';
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Where a backup goes: the named file, or one named by the time in the named folder. */
export async function backupFileAt(path: string, at: Date): Promise<string> {
  const time = at.toISOString().replaceAll(/[-:]|\.\d+/gu, '');
  const file = (await isFolder(path)) ? join(path, `companyaccount-${time}.tar`) : path;
  if (!(await isFolder(dirname(file)))) throw new BackupRefused(`there is no folder ${dirname(file)}`);
  if (await stat(file).catch(() => null)) throw new BackupRefused(`${file} is there already`);
  return file;
}

/**
 * Lets `write` fill a file that has its name only once it is whole and on the disk; what is broken off leaves nothing,
 * or after a kill a file whose name ends with `.unfinished`.
 */
export async function writeWholeFile<T>(
  file: string,
  write: (out: ArchiveSink) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const draft = `${file}.unfinished`;
  const handle = await open(draft, 'w', 0o600).catch((error: unknown) => {
    throw new BackupRefused(`${draft} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  });
  try {
    const answer = await write(async (chunks) => {
      for await (const chunk of chunks) {
        signal.throwIfAborted();
        await handle.writeFile(chunk);
      }
    });
    signal.throwIfAborted();
    await handle.sync();
    await handle.close();
    await rename(draft, file);
    await syncFolder(dirname(file));
    return answer;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw signal.aborted ? signal.reason : error;
  }
}
