import type { Outcome } from '@companyaccount/contract/lab';
import type { Reanalysis, ReanalysisChange, ReanalysisScope } from '@companyaccount/contract/reanalyses';
import type { VerdictWord } from '@companyaccount/contract/verdicts';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

type PageQuery = { 'page[size]'?: number; 'page[after]'?: string };
const placeOf = (query: PageQuery) =>
  query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');

const reanalysisRows = (db: Db | Tx) =>
  db
    .selectFrom('app.reanalyses as r')
    .innerJoin('auth.people as p', 'p.id', 'r.person_id')
    .select(['r.id', 'r.pipeline_version', 'r.rules_digest', 'r.total', 'r.done', 'r.changes', 'r.created_at'])
    .select(['r.finished_at', 'r.person_id', 'p.name'])
    .select([sql<ReanalysisScope>`r.scope`.as('scope'), sql<Reanalysis['state']>`r.state`.as('state')]);

/** Re-analyses, newest first; one more than a page. */
export async function listReanalysisRows(db: Db, query: PageQuery) {
  const after = placeOf(query);
  return reanalysisRows(db)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(r.created_at, r.id) < (${String(after?.value)}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type ReanalysisRow = Awaited<ReturnType<typeof listReanalysisRows>>[number];

/** One re-analysis. Throws `not_found`. */
export async function loadReanalysis(db: Db | Tx, id: string): Promise<ReanalysisRow> {
  const row = await reanalysisRows(db).where('r.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/** What changed, newest first; one more than a page. */
export async function listChangeRows(db: Db, id: string, query: PageQuery) {
  const after = placeOf(query);
  return db
    .selectFrom('app.reanalysis_changes as c')
    .innerJoin('app.samples as s', 's.id', 'c.sample_id')
    .select(['c.sample_id', 's.sha256', 's.media_type', 'c.told_detection', 'c.detection', 'c.created_at'])
    .select([sql<Outcome>`c.outcome`.as('outcome'), sql<Outcome | null>`c.told_outcome`.as('told_outcome')])
    .select(sql<VerdictWord | null>`c.verdict`.as('verdict'))
    .where('c.reanalysis_id', '=', id)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(c.created_at, c.sample_id) < (${String(after?.value)}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('c.created_at', 'desc')
    .orderBy('c.sample_id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
type ChangeRow = Awaited<ReturnType<typeof listChangeRows>>[number];

export const presentReanalysis = (row: ReanalysisRow): Reanalysis => ({
  id: row.id,
  scope: row.scope,
  state: row.state,
  pipelineVersion: row.pipeline_version,
  rulesDigest: row.rules_digest,
  total: row.total,
  done: Math.min(row.done, row.total),
  changes: row.changes,
  startedBy: { id: row.person_id, name: row.name },
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
});

export const presentChange = (row: ChangeRow): ReanalysisChange => ({
  id: row.sample_id,
  sha256: row.sha256.toString('hex'),
  mediaType: row.media_type,
  told: row.told_outcome === null ? null : { outcome: row.told_outcome, detection: row.told_detection },
  verdict: row.verdict,
  now: { outcome: row.outcome, detection: row.detection },
  createdAt: row.created_at.toISOString(),
});
