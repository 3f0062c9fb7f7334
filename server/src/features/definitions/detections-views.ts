import type { DetectionState } from '@companyaccount/contract/definitions';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

const REVISIONS_SHOWN = 50;

interface DetectionQuery {
  state?: DetectionState;
  q?: string;
  'page[size]'?: number;
  'page[after]'?: string;
}

/** Any part of a text, whatever it holds. */
const partOf = (text: string) => `%${text.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;

/** Detections by their newest revision, last changed first; one more than a page. */
export async function listDetectionRows(db: Db, query: DetectionQuery) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return db
    .selectFrom('app.detection_revisions as r')
    .innerJoin('app.detections as d', 'd.id', 'r.detection_id')
    .innerJoin('auth.people as author', (join) =>
      join.onRef('author.id', '=', sql`r.author_ids[cardinality(r.author_ids)]`),
    )
    .leftJoin('auth.people as approver', 'approver.id', 'r.approver_id')
    .select(['d.id', 'd.name', 'r.state', 'r.revision', 'r.updated_at', 'r.approver_id'])
    .select(['author.id as author_id', 'author.name as author_name', 'approver.name as approver_name'])
    .select(
      sql<string[]>`array(select distinct s ->> 'format' from jsonb_array_elements(r.signatures) s order by 1)`.as(
        'formats',
      ),
    )
    .where('r.newest', '=', true)
    .$if(query.state !== undefined, (q) => q.where('r.state', '=', query.state ?? ''))
    .$if(query.q !== undefined, (q) => q.where('d.name', 'ilike', partOf(query.q ?? '')))
    .$if(after !== null, (q) =>
      q.where(
        sql<boolean>`(r.updated_at, r.detection_id) < (${String(after?.value)}::timestamptz, ${after?.id}::uuid)`,
      ),
    )
    .orderBy('r.updated_at', 'desc')
    .orderBy('r.detection_id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type DetectionRow = Awaited<ReturnType<typeof listDetectionRows>>[number];

export const detectionCursor = (row: DetectionRow) => ({ value: row.updated_at.toISOString(), id: row.id });

/** The revisions of a detection with who did what to them, newest first. */
export async function listRevisionRows(tx: Tx, detectionId: string) {
  return tx
    .selectFrom('app.detection_revisions as r')
    .innerJoin('auth.people as author', (join) =>
      join.onRef('author.id', '=', sql`r.author_ids[cardinality(r.author_ids)]`),
    )
    .leftJoin('auth.people as approver', 'approver.id', 'r.approver_id')
    .leftJoin('auth.people as withdrawer', 'withdrawer.id', 'r.withdrawn_by')
    .select(['r.revision', 'r.state', 'r.approver_id', 'r.approved_at', 'r.created_at'])
    .select(['r.withdrawn_by', 'r.withdrawn_at', 'r.withdrawal_reason'])
    .select(['author.id as author_id', 'author.name as author_name'])
    .select(['approver.name as approver_name', 'withdrawer.name as withdrawer_name'])
    .where('r.detection_id', '=', detectionId)
    .orderBy('r.revision', 'desc')
    .limit(REVISIONS_SHOWN)
    .execute();
}
export type RevisionRow = Awaited<ReturnType<typeof listRevisionRows>>[number];

/** Whether another detection has this name. */
export async function isNameTaken(tx: Db | Tx, name: string, except: string | null): Promise<boolean> {
  const row = await tx.selectFrom('app.detections').select('id').where('name', '=', name).executeTakeFirst();
  return row !== undefined && row.id !== except;
}

/** The variants that a family has, by the beginning of its names, such as `Trojan.Win32.Agent.`. */
export async function listVariants(tx: Db | Tx, beginning: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('app.detections')
    .select('name')
    .where(sql<boolean>`starts_with(name, ${beginning})`)
    .where('name', 'like', `${beginning.replaceAll('_', String.raw`\_`)}%`)
    .execute();
  return rows.map(({ name }) => name.slice(beginning.length));
}

/** Those of the hashes that the allow-list keeps from being reported. */
export async function findAllowedHashes(tx: Db | Tx, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await tx
    .selectFrom('app.allow_entries')
    .select('value')
    .where('kind', '=', 'file')
    .where('value', 'in', [...hashes])
    .where('state', '!=', 'withdrawn')
    .execute();
  return new Set(rows.map(({ value }) => value));
}

/** Those of the hashes of which there is no sample. */
export async function findMissingSamples(tx: Tx, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await tx
    .selectFrom('app.samples')
    .select(sql<string>`encode(sha256, 'hex')`.as('sha256'))
    .where(
      'sha256',
      'in',
      hashes.map((sha256) => Buffer.from(sha256, 'hex')),
    )
    .execute();
  const known = new Set(rows.map(({ sha256 }) => sha256));
  return new Set(hashes.filter((sha256) => !known.has(sha256)));
}

/** Whether somebody waits to be told of the release with which this goes out; `kept`: whether a verdict names it at all. */
export async function isAwaited(
  tx: Tx,
  what: { detectionId: string } | { allowEntryId: string },
  kept = false,
): Promise<boolean> {
  const named =
    'detectionId' in what ? sql`v.detection_id = ${what.detectionId}` : sql`v.allow_entry_id = ${what.allowEntryId}`;
  const { rows } = await sql`select from app.verdicts v where ${named} and (${kept} or exists (
    select from app.submission_objects o where o.verdict_id = v.id and o.verdict_due)) limit 1`.execute(tx);
  return rows.length > 0;
}
