import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';

/** A reading that was cut off holds its folder no longer than this. */
const HELD_MS = 3_600_000;
const FRESH_MS = 24 * 3_600_000;

/** Makes the folders those of the settings; what is known of others goes. */
export async function keepFolders(tx: Tx, paths: readonly string[]): Promise<void> {
  await sql`delete from app.clean_folders where path <> all(${[...paths]}::text[])`.execute(tx);
  await sql`insert into app.clean_folders (path) select distinct unnest(${[...paths]}::text[])
    on conflict do nothing`.execute(tx);
}

/** Takes a folder to read it; false while another job does, and, unless `force`, when it was read within a day. */
export async function claimFolder(tx: Tx, path: string, at: Date, force: boolean): Promise<boolean> {
  const { numAffectedRows } = await sql`update app.clean_folders set indexing_since = ${at}
    where path = ${path} and (indexing_since is null or indexing_since < ${new Date(at.getTime() - HELD_MS)})
      and (${force} or indexed_at is null or indexed_at <= ${new Date(at.getTime() - FRESH_MS)})`.execute(tx);
  return numAffectedRows === 1n;
}

export async function releaseFolder(db: Db, path: string): Promise<void> {
  await db.updateTable('app.clean_folders').set({ indexing_since: null }).where('path', '=', path).execute();
}

/** What is known of these files of a folder, by their paths. */
export async function knownFiles(db: Db, folder: string, paths: readonly string[]) {
  const rows = await db
    .selectFrom('app.clean_folder_files')
    .select(['path', 'sha256', 'size', 'changed'])
    .where('folder', '=', folder)
    .where('path', 'in', [...paths])
    .execute();
  return new Map(rows.map((row) => [row.path, row]));
}

export interface IndexedFile {
  path: string;
  sha256: Buffer;
  /** Bytes. */
  size: number;
  /** Milliseconds. */
  changed: number;
}

/** Writes files of a folder down as this reading found them. */
export async function upsertFiles(db: Db, folder: string, seen: string, files: readonly IndexedFile[]): Promise<void> {
  if (files.length === 0) return;
  await sql`insert into app.clean_folder_files (folder, path, sha256, size, changed, seen)
    select ${folder}, f.path, f.sha256, f.size, f.changed, ${seen}
    from unnest(${files.map(({ path }) => path)}::text[], ${files.map(({ sha256 }) => sha256)}::bytea[],
      ${files.map(({ size }) => size)}::bigint[], ${files.map(({ changed }) => changed)}::bigint[])
      as f (path, sha256, size, changed)
    on conflict (folder, path) do update
      set sha256 = excluded.sha256, size = excluded.size, changed = excluded.changed, seen = excluded.seen`.execute(db);
}

/** Ends the reading of a folder: what it did not see is gone, and the rest is counted. */
export async function endReading(
  tx: Tx,
  folder: string,
  { seen, missing, unreadable, at }: { seen: string; missing: boolean; unreadable: number; at: Date },
): Promise<void> {
  await tx.deleteFrom('app.clean_folder_files').where('folder', '=', folder).where('seen', '<>', seen).execute();
  await sql`update app.clean_folders set missing = ${missing}, unreadable = ${unreadable}, indexed_at = ${at},
    indexing_since = null, files = c.files, bytes = c.bytes
    from (select count(*) as files, coalesce(sum(size), 0) as bytes from app.clean_folder_files where folder = ${folder}) c
    where path = ${folder}`.execute(tx);
}
