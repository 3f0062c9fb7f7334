import type { HashListState, RefusedLine } from '@companyaccount/contract/hash-lists';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';
import type { ComposedList, ListedHash } from './hash-list.ts';

const listRows = (db: Db | Tx) =>
  db
    .selectFrom('app.hash_lists as l')
    .innerJoin('auth.people as author', 'author.id', 'l.author_id')
    .leftJoin('auth.people as approver', 'approver.id', 'l.approver_id')
    .leftJoin('auth.people as withdrawer', 'withdrawer.id', 'l.withdrawn_by')
    .select(['l.id', 'l.name', 'l.note', 'l.lines', 'l.accepted', 'l.duplicates', 'l.refused', 'l.created_at'])
    .select(['l.author_id', 'l.approver_id', 'l.withdrawn_by', 'l.withdrawn_at', 'l.withdrawal_reason', 'l.blob_id'])
    .select([sql<HashListState>`l.state`.as('state'), sql<RefusedLine[]>`l.refused_lines`.as('refused_lines')])
    .select(['author.name as author_name', 'approver.name as approver_name', 'withdrawer.name as withdrawer_name']);

/** Lists, newest first; one more than a page. */
export async function listHashListRows(db: Db, query: { 'page[size]'?: number; 'page[after]'?: string }) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return listRows(db)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(l.created_at, l.id) < (${String(after?.value)}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('l.created_at', 'desc')
    .orderBy('l.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type HashListRow = Awaited<ReturnType<typeof listHashListRows>>[number];

/** One list. With `lock` nobody else changes it before the transaction ends. Throws `not_found`. */
export async function loadHashList(tx: Db | Tx, id: string, lock = false): Promise<HashListRow> {
  const row = await listRows(tx)
    .where('l.id', '=', id)
    .$if(lock, (q) => q.forUpdate('l'))
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/** Answers with false where another list has this name. */
export async function insertHashList(
  tx: Tx,
  row: { id: string; name: string; note: string; blobId: string; authorId: string; at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('app.hash_lists')
    .values({
      id: row.id,
      name: row.name,
      note: row.note,
      blob_id: row.blobId,
      author_id: row.authorId,
      created_at: row.at,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Adds hashes that the list does not have yet; answers with how many those were. */
export async function insertHashes(tx: Tx, listId: string, hashes: readonly ListedHash[]): Promise<number> {
  const { numAffectedRows } = await sql`insert into app.listed_hashes (list_id, sha256, size, name)
    select ${listId}, decode(h.sha256, 'hex'), h.size, h.name
    from unnest(${hashes.map(({ sha256 }) => sha256)}::text[], ${hashes.map(({ size }) => size)}::bigint[],
      ${hashes.map(({ name }) => name)}::text[]) as h (sha256, size, name)
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function deleteHashes(tx: Tx, listId: string): Promise<void> {
  await tx.deleteFrom('app.listed_hashes').where('list_id', '=', listId).execute();
}

export async function deleteHashList(tx: Tx, id: string): Promise<void> {
  await deleteHashes(tx, id);
  await tx.deleteFrom('app.hash_lists').where('id', '=', id).execute();
}

export interface ReadSoFar {
  lines: number;
  accepted: number;
  duplicates: number;
  refused: number;
  refusedLines: readonly RefusedLine[];
  ownNames: boolean;
}

/** Notes how far a list has been read; with `end` it is a draft from then on. */
export async function updateReading(tx: Tx, id: string, so: ReadSoFar, end: boolean): Promise<void> {
  await tx
    .updateTable('app.hash_lists')
    .set({
      lines: so.lines,
      accepted: so.accepted,
      duplicates: so.duplicates,
      refused: so.refused,
      refused_lines: JSON.stringify(so.refusedLines),
      own_names: so.ownNames,
      ...(end ? { state: 'draft', blob_id: null } : {}),
    })
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .execute();
}

export async function updateHashList(
  tx: Tx,
  id: string,
  change:
    | { state: 'approved'; approver_id: string }
    | { state: 'withdrawn'; withdrawn_by: string; withdrawn_at: Date; withdrawal_reason: string },
): Promise<void> {
  await tx.updateTable('app.hash_lists').set(change).where('id', '=', id).execute();
}

/** The lists that the next release has, or would leave out; withdrawn ones as long as a base container may hold them. */
export async function loadComposedLists(tx: Db | Tx): Promise<ComposedList[]> {
  const { rows } = await sql<ComposedList>`
    select id, name, serial, state, accepted, own_names as "ownNames",
      (state = 'approved' or (state = 'withdrawn' and withdrawn_in is null)) as "isNews" from app.hash_lists l
    where state in ('approved', 'released') or (state = 'withdrawn' and released_in is not null and (
      withdrawn_in is null or id = any((select base_lists from app.releases
        where state = 'published' order by version desc limit 1)::uuid[])))
    order by created_at, id`.execute(tx);
  return rows;
}

/** The lists in the base container that is out; null where there is none. */
export async function findBaseLists(tx: Db | Tx): Promise<string[] | null> {
  const row = await tx
    .selectFrom('app.releases')
    .select('base_lists')
    .where('state', '=', 'published')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.base_lists ?? null;
}

/** The next hashes of a list after one, in the order of their bytes. */
export async function listHashes(db: Db | Tx, listId: string, after: Buffer | null, limit: number) {
  return db
    .selectFrom('app.listed_hashes')
    .select(['sha256', 'size', 'name'])
    .where('list_id', '=', listId)
    .$if(after !== null, (q) => q.where('sha256', '>', after ?? Buffer.alloc(0)))
    .orderBy('sha256')
    .limit(limit)
    .execute();
}

/** A hash of a list that the allow-list has, in hex; undefined where there is none. */
export async function findAllowedHash(db: Db | Tx, listId: string): Promise<string | undefined> {
  const { rows } = await sql<{ value: string }>`
    select e.value from app.allow_entries e
    join app.listed_hashes h on h.list_id = ${listId} and h.sha256 = decode(e.value, 'hex')
    where e.kind = 'file' and e.state in ('approved', 'released') limit 1`.execute(db);
  return rows[0]?.value;
}

/** Makes the lists that go out with a release, or are taken back by it, what they are from then on. */
export async function markListsReleased(tx: Tx, releaseId: string): Promise<void> {
  await sql`update app.hash_lists set state = 'released', released_in = ${releaseId} where state = 'approved'`.execute(
    tx,
  );
  await sql`update app.hash_lists set withdrawn_in = ${releaseId}
    where state = 'withdrawn' and released_in is not null and withdrawn_in is null`.execute(tx);
}
