import { CLEAN_PATHS_MAX } from '@companyaccount/contract/clean-collection';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

const fileRows = (db: Db | Tx) =>
  db
    .selectFrom('app.clean_files as f')
    .innerJoin('app.samples as s', 's.id', 'f.sample_id')
    .innerJoin('auth.people as author', 'author.id', 'f.author_id')
    .select(['f.id', 'f.name', 'f.reason', 'f.author_id', 'f.created_at', 'author.name as author_name'])
    .select(['s.size', 's.blob_id', sql<string>`encode(s.sha256, 'hex')`.as('sha256')]);

/** Files that analysts have added, newest first; one more than a page. */
export async function listCleanFileRows(db: Db, query: { 'page[size]'?: number; 'page[after]'?: string }) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return fileRows(db)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(f.created_at, f.id) < (${String(after?.value)}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('f.created_at', 'desc')
    .orderBy('f.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type CleanFileRow = Awaited<ReturnType<typeof listCleanFileRows>>[number];

/** The next added files after one, by their ids. */
export const nextCleanFiles = (db: Db, after: string | null, limit: number) =>
  fileRows(db)
    .$if(after !== null, (q) => q.where('f.id', '>', after ?? ''))
    .orderBy('f.id')
    .limit(limit)
    .execute();

/** One added file. Throws `not_found`. */
export async function loadCleanFile(tx: Db | Tx, id: string): Promise<CleanFileRow> {
  const row = await fileRows(tx).where('f.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/** Answers with false where the sample is in the collection already. */
export async function insertCleanFile(
  tx: Tx,
  row: { id: string; sampleId: string; name: string | null; reason: string; authorId: string; at: Date },
): Promise<boolean> {
  const { id, sampleId, name, reason, authorId, at } = row;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('app.clean_files')
    .values({ id, sample_id: sampleId, name, reason, author_id: authorId, created_at: at })
    .onConflict((conflict) => conflict.column('sample_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function deleteCleanFile(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('app.clean_files').where('id', '=', id).execute();
}

/** The folders as they were last read, and how much analysts have added. */
export async function loadCleanCollection(db: Db | Tx) {
  const folders = await db.selectFrom('app.clean_folders').selectAll().orderBy('path').execute();
  const added = await db
    .selectFrom('app.clean_files as f')
    .innerJoin('app.samples as s', 's.id', 'f.sample_id')
    .select([sql<number>`count(*)::int`.as('files'), sql<string>`coalesce(sum(s.size), 0)`.as('bytes')])
    .executeTakeFirstOrThrow();
  return { folders, added };
}

const bytesOf = (hashes: readonly string[]) => hashes.map((sha256) => Buffer.from(sha256, 'hex'));

/** Those of the hashes that are of files known to be clean. */
export async function findCleanHashes(db: Db | Tx, hashes: readonly string[]): Promise<Set<string>> {
  const known = hashes.filter((hash) => /^[0-9a-f]{64}$/u.test(hash));
  if (known.length === 0) return new Set();
  const { rows } = await sql<{ sha256: string }>`
    select encode(h.sha256, 'hex') as sha256 from unnest(${bytesOf(known)}::bytea[]) as h (sha256)
    where exists (select from app.clean_folder_files c where c.sha256 = h.sha256)
      or exists (select from app.clean_files f join app.samples s on s.id = f.sample_id where s.sha256 = h.sha256)`.execute(
    db,
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Where the collection has a file: the row that an analyst added, and paths in the folders. */
export async function findKnownClean(db: Db | Tx, sha256: string) {
  const [hash] = bytesOf([sha256]);
  const file = await fileRows(db)
    .where('s.sha256', '=', hash ?? Buffer.alloc(0))
    .executeTakeFirst();
  const { rows } = await sql<{ path: string }>`
    select rtrim(folder, '/') || '/' || path as path from app.clean_folder_files
    where sha256 = ${hash} order by folder, path limit ${CLEAN_PATHS_MAX}`.execute(db);
  return { file, paths: rows.map(({ path }) => path) };
}
