import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { type Cursor, decodeCursor, pageSize } from '#platform/http/cursor.ts';

/** As many of what contains a sample, and of what it contains, as a page shows. */
const NEIGHBOURS_MAX = 200;

/** The last analysis of a sample, with its steps in order. */
export async function loadLastAnalysis(tx: Tx, sampleId: string) {
  const analysis = await tx
    .selectFrom('app.analyses')
    .select(['id', 'pipeline_version', 'state', 'created_at', 'finished_at'])
    .where('sample_id', '=', sampleId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (analysis === undefined) return undefined;
  const steps = await tx
    .selectFrom('app.analysis_steps')
    .select(['step', 'state', 'findings', 'started_at', 'finished_at'])
    .where('analysis_id', '=', analysis.id)
    .orderBy('position')
    .execute();
  return { ...analysis, steps };
}

type End = 'c.container_id' | 'c.sample_id';

/** The samples at one end of what lies within what, by the sample at the other. */
const neighbours = (tx: Tx, known: End, sampleId: string, wanted: End) =>
  tx
    .selectFrom('app.contained_samples as c')
    .innerJoin('app.samples as s', 's.id', wanted)
    .select(['c.path', 's.sha256', 's.size', 's.media_type'])
    .where(known, '=', sampleId)
    .orderBy('c.path')
    .limit(NEIGHBOURS_MAX)
    .execute();

export const listContained = (tx: Tx, sampleId: string) => neighbours(tx, 'c.container_id', sampleId, 'c.sample_id');
export const listContainers = (tx: Tx, sampleId: string) => neighbours(tx, 'c.sample_id', sampleId, 'c.container_id');
export type NeighbourRow = Awaited<ReturnType<typeof listContained>>[number];

export const countContained = async (tx: Tx, sampleId: string): Promise<number> =>
  (
    await tx
      .selectFrom('app.contained_samples')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('container_id', '=', sampleId)
      .executeTakeFirstOrThrow()
  ).count;

/** The sample and everything that contains it, however deep. */
const containersOf = (sampleId: string) => sql`
  with recursive around as (
    select ${sampleId}::uuid as id
    union
    select c.container_id from around a join app.contained_samples c on c.sample_id = a.id
  )`;

/** How many companies have sent a sample, itself or within another. */
export async function countCompanies(tx: Tx, sampleId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`${containersOf(sampleId)}
    select count(distinct o.company_id)::int as count
    from around a join app.submission_objects o on o.sample_id = a.id`.execute(tx);
  return rows[0]?.count ?? 0;
}

export interface SampleRequestRow {
  id: string;
  number: number;
  subject: string;
  company: string | null;
  created_at: Date;
}

/** Requests in which a sample was sent, newest first, and one more than the page. */
export async function listSampleRequestRows(
  tx: Tx,
  sampleId: string,
  query: { 'page[size]'?: number; 'page[after]'?: string },
): Promise<SampleRequestRow[]> {
  const after = query['page[after]'];
  const cursor = after === undefined ? null : decodeCursor(after, 'time');
  const behind =
    cursor === null
      ? sql`true`
      : sql`(r.created_at, r.id) < (${String(cursor.value)}::timestamptz, ${cursor.id}::uuid)`;
  const { rows } = await sql<SampleRequestRow>`${containersOf(sampleId)}
    select r.id, r.number, r.subject, c.name as company, r.created_at
    from app.requests r left join app.companies c on c.id = r.company_id
    where r.id in (select o.request_id from around a join app.submission_objects o on o.sample_id = a.id) and ${behind}
    order by r.created_at desc, r.id desc limit ${pageSize(query) + 1}`.execute(tx);
  return rows;
}

export const requestCursor = ({ created_at: at, id }: SampleRequestRow): Cursor => ({ value: at.toISOString(), id });

/** Candidates that are compared; of a piece that stands in very many samples, not all are looked at. */
const CANDIDATES_MAX = 20_000;
/** The nearest of them by pieces in common. */
const COMPARED_MAX = 2000;

/**
 * Samples with a piece of their digest in common, most pieces first. The index leads to those alone: every sample within
 * a distance of 20 is among them, and nearly every one within 50.
 */
export async function listCandidates(tx: Db | Tx, id: string) {
  const { rows } = await sql<{
    sha256: Buffer;
    size: string;
    media_type: string | null;
    tlsh: string;
    created_at: Date;
  }>`
    with own as materialized (select tlsh_pieces as pieces from app.samples where id = ${id}),
    found as materialized (
      select s.id, s.tlsh_pieces from app.samples s
      where s.tlsh_pieces && (select pieces from own) and s.id <> ${id}
      limit ${CANDIDATES_MAX}
    ), nearest as (
      select id from found
      order by (select count(*) from unnest(tlsh_pieces) p where p = any ((select pieces from own)::integer[])) desc, id
      limit ${COMPARED_MAX}
    )
    select s.sha256, s.size, s.media_type, s.tlsh, s.created_at from nearest join app.samples s using (id)`.execute(tx);
  return rows;
}
