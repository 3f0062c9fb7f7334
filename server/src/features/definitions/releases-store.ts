import type { ChangedThing, ChangeKind, ReleaseReport, ReleaseState } from '@companyaccount/contract/releases';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import type { KeptSignature } from './detections-store.ts';
import type { ComposedList } from './hash-list.ts';
import { loadComposedLists, markListsReleased } from './hash-lists-store.ts';

/** A detection as the next release would have it, or one that it would leave out. */
export interface ComposedDetection {
  detectionId: string;
  revisionId: string;
  name: string;
  revision: number;
  state: 'approved' | 'released' | 'withdrawn';
  signatures: KeptSignature[];
  /** In hex. */
  samples: string[];
  /** An earlier revision is out, or was. */
  wasOut: boolean;
  version: number;
}
export interface ComposedEntry {
  id: string;
  kind: 'file' | 'signature';
  value: string;
  state: 'approved' | 'released' | 'withdrawn';
}
/** Everything that a release is made of, and what it would take back. */
export interface Composition {
  detections: ComposedDetection[];
  entries: ComposedEntry[];
  lists: ComposedList[];
}

/** What a release would hold if it were made now, in an order that never changes by itself. */
export async function loadComposition(tx: Db | Tx): Promise<Composition> {
  const { rows: detections } = await sql<ComposedDetection>`
    select distinct on (r.detection_id) r.detection_id as "detectionId", r.id as "revisionId", d.name, r.revision, r.state,
      r.signatures, array(select encode(s, 'hex') from unnest(r.samples) s) as samples, d.version,
      exists (select from app.detection_revisions o where o.detection_id = r.detection_id and o.state = 'released') as "wasOut"
    from app.detection_revisions r join app.detections d on d.id = r.detection_id
    where r.state in ('approved', 'released') or (r.state = 'withdrawn' and r.withdrawn_in is null)
    order by r.detection_id, case r.state when 'approved' then 0 when 'released' then 1 else 2 end`.execute(tx);
  const { rows: entries } = await sql<ComposedEntry>`
    select id, kind, value, state from app.allow_entries
    where state in ('approved', 'released') or (state = 'withdrawn' and released_in is not null and withdrawn_in is null)
    order by id`.execute(tx);
  return { detections, entries, lists: await loadComposedLists(tx) };
}

/** Keeps detections and the allow-list as they are until the transaction ends. */
export async function lockDefinitions(tx: Tx): Promise<void> {
  await sql`lock table app.detections, app.detection_revisions, app.allow_entries, app.hash_lists,
    app.releases in share row exclusive mode`.execute(tx);
}

/** The next number of a day, such as `2026.11.23.4`, and the next version. */
export async function takeNumber(tx: Tx, day: string): Promise<{ number: string; version: number }> {
  const { rows } = await sql<{ last: number; version: number }>`
    select coalesce((select max(split_part(number, '.', 4)::int) from app.releases
      where number like ${`${day}.%`}), 0) as last, nextval('app.release_versions')::int as version`.execute(tx);
  const { last = 0, version = 0 } = rows[0] ?? {};
  return { number: `${day}.${last + 1}`, version };
}

/** Begins a release; what was ready before and never published is laid aside. False while another is being built. */
export async function insertRelease(
  tx: Tx,
  row: { id: string; number: string; version: number; report: ReleaseReport; personId: string; at: Date },
): Promise<boolean> {
  const { rows } = await sql`select from app.releases where state = 'building'`.execute(tx);
  if (rows.length > 0) return false;
  await tx.updateTable('app.releases').set({ state: 'dropped' }).where('state', '=', 'ready').execute();
  await tx
    .insertInto('app.releases')
    .values({
      id: row.id,
      number: row.number,
      version: row.version,
      report: JSON.stringify(row.report),
      person_id: row.personId,
      created_at: row.at,
    })
    .execute();
  return true;
}

/** Notes how far a build has come; false when it does not count any more. */
export async function updateBuild(
  tx: Tx,
  id: string,
  {
    report,
    state,
    fingerprint,
    baseLists,
  }: { report: ReleaseReport; state?: ReleaseState; fingerprint?: Buffer; baseLists?: string[] },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('app.releases')
    .set({
      report: JSON.stringify(report),
      ...(state === undefined ? {} : { state }),
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(baseLists === undefined ? {} : { base_lists: baseLists }),
    })
    .where('id', '=', id)
    .where('state', '=', 'building')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export interface NewChange {
  thing: ChangedThing;
  change: ChangeKind;
  name: string;
  hashes: readonly string[];
}

/** Writes down what a release changes, in place of what an earlier attempt wrote. */
export async function replaceChanges(tx: Tx, releaseId: string, changes: readonly NewChange[]): Promise<void> {
  await tx.deleteFrom('app.release_changes').where('release_id', '=', releaseId).execute();
  for (let from = 0; from < changes.length; from += 1000) {
    await tx
      .insertInto('app.release_changes')
      .values(
        changes.slice(from, from + 1000).map(({ thing, change, name, hashes }, at) => ({
          release_id: releaseId,
          position: from + at,
          thing,
          change,
          name,
          hashes: [...hashes],
        })),
      )
      .execute();
  }
}

export interface ReleaseFile {
  name: string;
  blobId: string;
  size: number;
  sha256: Buffer;
}

/** The files of a release in place of those of an earlier attempt. */
export async function replaceFiles(tx: Tx, releaseId: string, files: readonly ReleaseFile[]): Promise<void> {
  await tx.deleteFrom('app.release_files').where('release_id', '=', releaseId).execute();
  await tx
    .insertInto('app.release_files')
    .values(
      files.map(({ name, blobId, size, sha256 }) => ({ release_id: releaseId, name, blob_id: blobId, size, sha256 })),
    )
    .execute();
}

/** Takes the files from releases that were laid aside, and answers with the blobs that no other release has. */
export async function takeDroppedFiles(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ blobId: string }>`
    with gone as (delete from app.release_files f using app.releases r
      where r.id = f.release_id and r.state in ('dropped', 'failed') returning f.release_id, f.name, f.blob_id)
    select distinct g.blob_id as "blobId" from gone g where not exists (
      select from app.release_files f join app.releases r on r.id = f.release_id
      where f.blob_id = g.blob_id and r.state not in ('dropped', 'failed'))`.execute(tx);
  return rows.map(({ blobId }) => blobId);
}

/** Makes everything that goes out with a release, or is taken back by it, what it is from then on. */
export async function markReleased(tx: Tx, releaseId: string, at: Date): Promise<void> {
  await sql`update app.detection_revisions old set state = 'replaced'
    from app.detection_revisions fresh
    where fresh.detection_id = old.detection_id and fresh.state = 'approved' and old.state = 'released'`.execute(tx);
  await sql`update app.detection_revisions set state = 'released', released_in = ${releaseId}, updated_at = ${at}
    where state = 'approved'`.execute(tx);
  await sql`update app.detection_revisions set withdrawn_in = ${releaseId}
    where state = 'withdrawn' and withdrawn_in is null`.execute(tx);
  await sql`update app.detections d set version = version + 1
    where exists (select from app.detection_revisions r where r.detection_id = d.id
      and ${releaseId} in (r.released_in, r.withdrawn_in))`.execute(tx);
  await sql`update app.allow_entries set state = 'released', released_in = ${releaseId} where state = 'approved'`.execute(
    tx,
  );
  await sql`update app.allow_entries set withdrawn_in = ${releaseId}
    where state = 'withdrawn' and released_in is not null and withdrawn_in is null`.execute(tx);
  await markListsReleased(tx, releaseId);
}

export async function markPublished(tx: Tx, id: string, publisherId: string, at: Date): Promise<void> {
  await tx
    .updateTable('app.releases')
    .set({ state: 'published', publisher_id: publisherId, published_at: at })
    .where('id', '=', id)
    .execute();
}

/** The file of this name of the release that is out; undefined where there is none. */
export async function findCurrentFile(db: Db | Tx, name: string) {
  return db
    .selectFrom('app.release_files as f')
    .innerJoin('app.releases as r', 'r.id', 'f.release_id')
    .select(['f.blob_id', 'f.size', 'f.sha256', 'r.published_at', 'r.version', 'r.number'])
    .where('r.state', '=', 'published')
    .where('f.name', '=', name)
    .where('r.version', '=', (eb) =>
      eb
        .selectFrom('app.releases')
        .select((of) => of.fn.max('version').as('version'))
        .where('state', '=', 'published'),
    )
    .executeTakeFirst();
}
