import type { ChangedThing, ChangeKind, ReleaseReport, ReleaseState } from '@companyaccount/contract/releases';
import type { SampleDetection } from '@companyaccount/contract/lab';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

const CHANGES_SHOWN = 1000;
const FOUND_MAX = 100;

interface PageQuery {
  'page[size]'?: number;
  'page[after]'?: string;
}

const releaseRows = (db: Db | Tx) =>
  db
    .selectFrom('app.releases as r')
    .innerJoin('auth.people as person', 'person.id', 'r.person_id')
    .leftJoin('auth.people as publisher', 'publisher.id', 'r.publisher_id')
    .select(['r.id', 'r.number', 'r.version', 'r.fingerprint', 'r.created_at', 'r.published_at'])
    .select(['r.person_id', 'person.name as person_name', 'r.publisher_id', 'publisher.name as publisher_name'])
    .select([sql<ReleaseState>`r.state`.as('state'), sql<ReleaseReport>`r.report`.as('report')])
    .select(
      sql<Record<ChangeKind, number>>`(select json_build_object(
        'added', count(*) filter (where c.change = 'added'), 'changed', count(*) filter (where c.change = 'changed'),
        'withdrawn', count(*) filter (where c.change = 'withdrawn'))
        from app.release_changes c where c.release_id = r.id)`.as('counts'),
    );

/** Releases, newest first, one more than a page; `published`: only those that everybody may know. */
export async function listReleaseRows(db: Db, query: PageQuery, { published }: { published: boolean }) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'number');
  return releaseRows(db)
    .$if(published, (q) => q.where('r.state', '=', 'published'))
    .$if(after !== null, (q) => q.where('r.version', '<', Number(after?.value)))
    .orderBy('r.version', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type ReleaseRow = Awaited<ReturnType<typeof listReleaseRows>>[number];

export const releaseCursor = (row: ReleaseRow) => ({ value: row.version, id: row.id });

/** One release, by its id. Throws `not_found`. */
export async function loadReleaseRow(db: Db | Tx, id: string): Promise<ReleaseRow> {
  const row = await releaseRows(db).where('r.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/** One published release, by its number. Throws `not_found`. */
export async function loadPublishedRow(db: Db, number: string): Promise<ReleaseRow> {
  const row = await releaseRows(db)
    .where('r.number', '=', number)
    .where('r.state', '=', 'published')
    .executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/** The release that is out; undefined before the first. */
export const findCurrent = (db: Db | Tx) =>
  db
    .selectFrom('app.releases')
    .select(['id', 'version'])
    .where('state', '=', 'published')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();

/** The version of the release that is out; 0 before the first. */
export const findCurrentVersion = async (db: Db | Tx): Promise<number> => (await findCurrent(db))?.version ?? 0;

/** What a release changes, at most 1,000. */
export async function listChanges(db: Db | Tx, releaseId: string) {
  return db
    .selectFrom('app.release_changes')
    .select([sql<ChangedThing>`thing`.as('thing'), sql<ChangeKind>`change`.as('change'), 'name'])
    .where('release_id', '=', releaseId)
    .orderBy('position')
    .limit(CHANGES_SHOWN)
    .execute();
}

export async function listFiles(db: Db | Tx, releaseId: string) {
  return db
    .selectFrom('app.release_files')
    .select(['name', 'size', 'blob_id', sql<string>`encode(sha256, 'hex')`.as('sha256')])
    .where('release_id', '=', releaseId)
    .orderBy('name')
    .execute();
}

/** Where published releases name this file or this detection, newest first; a file also by a list that has its hash. */
export async function findChanges(db: Db, { hash, name }: { hash?: string; name?: string }) {
  const sha256 = hash?.toLowerCase() ?? '';
  const { rows: listed } =
    hash === undefined
      ? { rows: [] }
      : await sql<{ name: string }>`select l.name from app.hash_lists l join app.listed_hashes h on h.list_id = l.id
          where h.sha256 = decode(${sha256}, 'hex')`.execute(db);
  const lists = listed.map((row) => row.name);
  return db
    .selectFrom('app.release_changes as c')
    .innerJoin('app.releases as r', 'r.id', 'c.release_id')
    .select(['r.number', 'r.published_at', 'c.name'])
    .select([sql<ChangedThing>`c.thing`.as('thing'), sql<ChangeKind>`c.change`.as('change')])
    .where('r.state', '=', 'published')
    .$if(hash !== undefined, (q) =>
      q.where(sql<boolean>`(c.hashes @> array[${sha256}] or (c.thing = 'hash_list' and c.name = any(${lists})))`),
    )
    .$if(name !== undefined, (q) => q.where('c.name', '=', name ?? ''))
    .orderBy('r.version', 'desc')
    .orderBy('c.position')
    .limit(FOUND_MAX)
    .execute();
}

/** The file of this name of the last published release that had one. */
export async function findLastFile(db: Db | Tx, name: string) {
  return db
    .selectFrom('app.release_files as f')
    .innerJoin('app.releases as r', 'r.id', 'f.release_id')
    .select(['f.name', 'f.blob_id as blobId', 'f.size', 'f.sha256'])
    .where('r.state', '=', 'published')
    .where('f.name', '=', name)
    .orderBy('r.version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The blobs in which these samples are kept, by SHA-256 in hex. */
export async function findSampleBlobs(db: Db | Tx, hashes: readonly string[]) {
  if (hashes.length === 0) return new Map<string, string>();
  const rows = await db
    .selectFrom('app.samples')
    .select(['blob_id', sql<string>`encode(sha256, 'hex')`.as('sha256')])
    .where(
      'sha256',
      'in',
      hashes.map((one) => Buffer.from(one, 'hex')),
    )
    .execute();
  return new Map(rows.map((row) => [row.sha256, row.blob_id]));
}

/** The names of the detections that are out with a YARA rule. */
export async function findRuleNames(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select d.name from app.detections d join app.detection_revisions r on r.detection_id = d.id
    where r.state = 'released' and r.signatures @> '[{"format": "yara"}]'`.execute(db);
  return rows.map(({ name }) => name);
}

/** Those of these detections and lists of hashes that are out, each with the number of the release since which it is. */
export async function findReleased(db: Db | Tx, names: readonly string[]): Promise<SampleDetection[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<SampleDetection>`
    select d.id, 'detection' as kind, d.name, l.number as release from app.detections d
    join app.detection_revisions r on r.detection_id = d.id and r.state = 'released'
    cross join lateral (
      select o.number from app.release_changes c join app.releases o on o.id = c.release_id
      where c.thing = 'detection' and c.change = 'added' and c.name = d.name and o.state = 'published'
      order by o.version desc limit 1
    ) l
    where d.name = any(${[...names]})
    union all
    select l.id, 'hash_list', l.name, o.number from app.hash_lists l join app.releases o on o.id = l.released_in
    where l.state = 'released' and l.name = any(${[...names]})
    order by name`.execute(db);
  return rows;
}

/** The files of the last published releases, the newest first. */
export async function findPublishedFiles(db: Db | Tx, releases: number) {
  return db
    .selectFrom('app.release_files as f')
    .innerJoin('app.releases as r', 'r.id', 'f.release_id')
    .select(['r.number as release', 'f.name', 'f.size', sql<string>`encode(f.sha256, 'hex')`.as('sha256')])
    .where('r.id', 'in', (eb) =>
      eb
        .selectFrom('app.releases')
        .select('id')
        .where('state', '=', 'published')
        .orderBy('version', 'desc')
        .limit(releases),
    )
    .orderBy('r.version', 'desc')
    .orderBy('f.name')
    .execute();
}

/** A file of any published release, by its digest in hex and its name. */
export async function findPublishedFile(db: Db, sha256: string, name: string) {
  return db
    .selectFrom('app.release_files as f')
    .innerJoin('app.releases as r', 'r.id', 'f.release_id')
    .select(['f.blob_id as blobId', 'f.size'])
    .where('f.sha256', '=', Buffer.from(sha256, 'hex'))
    .where('f.name', '=', name)
    .where('r.state', '=', 'published')
    .limit(1)
    .executeTakeFirst();
}
