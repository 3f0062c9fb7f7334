import type { VerdictReason, VerdictWord } from '@companyaccount/contract/verdicts';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';
import type { Texts } from './verdicts-store.ts';

/** Requests that can still be answered. */
const OPEN = sql`('new', 'open', 'waiting_for_customer')`;

/** The sample that an object is, or the hash of which its company sent the file itself. */
const WITH_SAMPLE = sql`
  left join app.samples h on o.kind = 'hash' and o.outcome = 'already_sent' and h.sha256 = o.sha256
  join lateral (select v.* from app.verdicts v where v.sample_id = coalesce(o.sample_id, h.id)
    order by v.revision desc limit 1) v on true`;

/** Objects that have this sample, or ask for its hash, in requests that can still be answered. */
const openObjects = (sampleIds: readonly string[]) => sql`
  select o.id, o.request_id, o.verdict_id, s.id as sample_id from app.samples s
  join app.submission_objects o on o.sample_id = s.id
    or (o.kind = 'hash' and o.sha256 = s.sha256 and o.outcome = 'already_sent')
  join app.requests r on r.id = o.request_id
  where s.id = any(${[...sampleIds]}::uuid[]) and r.status in ${OPEN}`;

const NAMED = sql`left join app.detections d on d.id = v.detection_id
  left join app.allow_entries e on e.id = v.allow_entry_id
  cross join lateral app.publication_of(v::app.verdicts) p
  left join app.releases rel on rel.id = p.release_id`;

export interface VerdictRow {
  id: string;
  revision: number;
  verdict: VerdictWord;
  reason: VerdictReason | null;
  detection_id: string | null;
  detection: string | null;
  allow_entry_id: string | null;
  allow_entry: string | null;
  person_id: string;
  person: string;
  inner_id: string | null;
  created_at: Date;
  due: boolean;
  release_number: string | null;
  published_at: Date | null;
  requests: number;
}

const verdictRows = (where: ReturnType<typeof sql>, limit: number) => sql<VerdictRow>`
  select v.id, v.revision, v.verdict, v.reason, v.detection_id, d.name as detection, v.allow_entry_id,
    e.value as allow_entry, v.person_id, person.name as person, v.inner_id, v.created_at, p.due,
    rel.number as release_number, rel.published_at,
    (select count(distinct o.request_id)::int from app.submission_objects o
      where o.sample_id = v.sample_id and o.verdict_id = v.id) as requests
  from app.verdicts v join auth.people person on person.id = v.person_id ${NAMED}
  where ${where} order by v.revision desc limit ${limit}`;

/** Verdicts on a sample, newest first, and one more than the page. */
export async function listVerdictRows(
  tx: Tx,
  sampleId: string,
  query: { 'page[size]'?: number; 'page[after]'?: string },
): Promise<VerdictRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'number');
  const beyond = after === null ? sql`true` : sql`v.revision < ${Number(after.value)}`;
  return (await verdictRows(sql`v.sample_id = ${sampleId} and ${beyond}`, pageSize(query) + 1).execute(tx)).rows;
}
export const verdictCursor = ({ revision, id }: VerdictRow) => ({ value: revision, id });

export async function loadVerdictRow(tx: Tx, id: string): Promise<VerdictRow> {
  const { rows } = await verdictRows(sql`v.id = ${id}`, 1).execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error(`no verdict ${id}`);
  return row;
}

/** The archives in which a sample was sent, however deep, and that wait for an answer. */
export async function findWaitingContainers(tx: Tx, sampleId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive around as (
      select c.container_id as id from app.contained_samples c where c.sample_id = ${sampleId}
      union
      select c.container_id from around a join app.contained_samples c on c.sample_id = a.id
    )
    select a.id from around a where a.id <> ${sampleId} and exists (
      select from app.submission_objects o join app.requests r on r.id = o.request_id
      where o.sample_id = a.id and r.status in ${OPEN})
    order by a.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** How many open requests with these samples there are, by language. */
export async function countByLanguage(tx: Tx, sampleIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ language: string; count: number }>`
    select r.language, count(*)::int as count from app.requests r
    where r.id in (select x.request_id from (${openObjects(sampleIds)}) x) group by r.language`.execute(tx);
  return new Map(rows.map(({ language, count }) => [language, count]));
}

/** Whether one of the open requests with these samples objects to a verdict that this person took. */
export async function isDisputedAgainst(tx: Tx, sampleIds: readonly string[], personId: string): Promise<boolean> {
  const { rows } = await sql`
    select from app.requests r where r.id in (select x.request_id from (${openObjects(sampleIds)}) x)
      and r.barred_id = ${personId} limit 1`.execute(tx);
  return rows.length > 0;
}

/** Open requests that have not been told the verdict that stands on a sample. */
export async function requestsToAnswer(db: Db, sampleId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct x.request_id as id from (${openObjects([sampleId])}) x
    where x.verdict_id is distinct from (select v.id from app.verdicts v where v.sample_id = ${sampleId}
      order by v.revision desc limit 1)`.execute(db);
  return rows.map(({ id }) => id);
}

export interface ToldObject {
  id: string;
  name: string;
  verdict_id: string;
  verdict: VerdictWord;
  reason: VerdictReason | null;
  detection: string | null;
  carried: boolean;
  person_id: string;
  texts: Texts;
  taken_at: Date;
  due: boolean;
  release_number: string | null;
  published_at: Date | null;
}

/** The objects of a request whose sample has a verdict that they were not told, oldest first. */
export async function listObjectsToTell(tx: Tx, requestId: string): Promise<ToldObject[]> {
  const { rows } = await sql<ToldObject>`
    select o.id, coalesce(a.name, encode(o.sha256, 'hex')) as name, v.id as verdict_id, v.verdict, v.reason,
      d.name as detection, v.detection_id is not null or v.allow_entry_id is not null as carried, v.person_id, v.texts,
      v.created_at as taken_at, p.due, rel.number as release_number, rel.published_at
    from app.submission_objects o left join app.attachments a on a.id = o.attachment_id ${WITH_SAMPLE} ${NAMED}
    where o.request_id = ${requestId} and o.verdict_id is distinct from v.id
    order by o.created_at, o.id`.execute(tx);
  return rows;
}

/** What of a request has no verdict and still needs one, and how its verdicts stand with releases. */
export async function loadProgress(
  tx: Tx,
  requestId: string,
): Promise<{ waiting: string[]; due: boolean; released: boolean }> {
  const { rows } = await sql<{ name: string; waits: boolean; due: boolean; released: boolean }>`
    select coalesce(a.name, o.url, encode(o.sha256, 'hex')) as name, o.verdict_due as due,
      o.verdict_release is not null as released,
      o.verdict_id is null and (o.kind <> 'hash' or o.outcome is null or o.outcome = 'already_sent') as waits
    from app.submission_objects o left join app.attachments a on a.id = o.attachment_id
    where o.request_id = ${requestId} order by o.created_at, o.id`.execute(tx);
  return {
    waiting: rows.filter((row) => row.waits).map((row) => row.name),
    due: rows.some((row) => row.due),
    released: rows.some((row) => row.released),
  };
}

export interface PublishedObject {
  id: string;
  name: string;
  verdict: VerdictWord;
  detection: string | null;
  number: string;
  published_at: Date;
}

/** Requests with a verdict whose release was still to come and is out by now. */
export async function requestsToTell(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct o.request_id as id from app.submission_objects o join app.verdicts v on v.id = o.verdict_id
    cross join lateral app.publication_of(v) p where o.verdict_due and not p.due and p.release_id is not null`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** The objects of such a request, oldest first. */
export async function listPublishedObjects(tx: Tx, requestId: string): Promise<PublishedObject[]> {
  const { rows } = await sql<PublishedObject>`
    select o.id, coalesce(a.name, encode(o.sha256, 'hex')) as name, o.verdict, o.verdict_detection as detection,
      rel.number, rel.published_at
    from app.submission_objects o left join app.attachments a on a.id = o.attachment_id
    join app.verdicts v on v.id = o.verdict_id
    cross join lateral app.publication_of(v) p join app.releases rel on rel.id = p.release_id
    where o.request_id = ${requestId} and o.verdict_due and not p.due
    order by o.created_at, o.id`.execute(tx);
  return rows;
}

/** How a verdict would stand with releases if it were taken now. */
export async function loadPublication(
  tx: Tx,
  given: { sampleId: string; verdict: VerdictWord; detectionId: string | null; allowEntryId: string | null; at: Date },
) {
  const { rows } = await sql<{ due: boolean; number: string | null; published_at: Date | null }>`
    select p.due, rel.number, rel.published_at
    from app.publication_of(row(null, ${given.sampleId}::uuid, 1, ${given.verdict}::text, null, ${given.detectionId}::uuid,
      ${given.allowEntryId}::uuid, null, '{}', null, ${given.at}::timestamptz)::app.verdicts) p
    left join app.releases rel on rel.id = p.release_id`.execute(tx);
  return rows[0] ?? { due: false, number: null, published_at: null };
}

/** The name of a detection that is out or still to come, or was taken back; undefined where there is none. */
export async function findDetection(tx: Tx, id: string) {
  const { rows } = await sql<{ name: string; isLive: boolean; wasOut: boolean }>`
    select d.name, bool_or(r.state in ('draft', 'approved', 'released')) as "isLive",
      bool_or(r.state in ('released', 'replaced') or r.state = 'withdrawn' and r.released_in is not null) as "wasOut"
    from app.detections d join app.detection_revisions r on r.detection_id = d.id
    where d.id = ${id} group by d.id`.execute(tx);
  return rows[0];
}

/** An entry of the allow-list that was not taken back: by its id, or the one of a file. */
export async function findAllowEntry(tx: Tx, by: { id: string } | { sha256: string }) {
  return tx
    .selectFrom('app.allow_entries')
    .select(['id', 'kind', 'value'])
    .where('state', '!=', 'withdrawn')
    .$if('id' in by, (q) => q.where('id', '=', 'id' in by ? by.id : ''))
    .$if('sha256' in by, (q) => q.where('kind', '=', 'file').where('value', '=', 'sha256' in by ? by.sha256 : ''))
    .executeTakeFirst();
}
