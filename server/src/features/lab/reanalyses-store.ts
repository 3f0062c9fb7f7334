import type { Outcome } from '@companyaccount/contract/lab';
import type { ReanalysisScope } from '@companyaccount/contract/reanalyses';
import type { VerdictWord } from '@companyaccount/contract/verdicts';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { isPresent } from './analyses-store.ts';
import { PIPELINE_VERSION } from './pipeline.ts';

/** Behind every id of the same time. */
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Answers with false while another one runs. */
export async function insertReanalysis(
  tx: Tx,
  row: { id: string; scope: ReanalysisScope; personId: string; at: Date },
): Promise<boolean> {
  const made = await tx
    .insertInto('app.reanalyses')
    .values((eb) => ({
      id: row.id,
      scope: row.scope,
      pipeline_version: PIPELINE_VERSION,
      total: eb
        .selectFrom('app.samples')
        .select((count) => count.fn.countAll<number>().as('count'))
        .where('created_at', '<=', row.at),
      reached_at: row.at,
      reached_id: LAST_ID,
      person_id: row.personId,
      created_at: row.at,
    }))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made !== undefined;
}

/** One that runs, which nobody else then changes. */
export const lockRunning = (tx: Tx, id: string) =>
  tx
    .selectFrom('app.reanalyses')
    .select(['scope', 'reached_at', 'reached_id'])
    .where('id', '=', id)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst();

interface NextSample {
  id: string;
  created_at: Date;
  /** Of its last analysis for its own sake. */
  password: string | null;
  is_present: boolean;
}

/** The samples behind the place that was reached, newest first. */
export async function nextSamples(
  tx: Tx,
  reached: { reached_at: Date; reached_id: string },
  rulesDigest: string,
  limit: number,
): Promise<NextSample[]> {
  const { rows } = await sql<NextSample>`
    select s.id, s.created_at, root.password, coalesce(root.is_present, false) as is_present
    from app.samples s
    left join lateral (
      select a.password, ${isPresent(rulesDigest)} as is_present
      from app.analyses a where a.sample_id = s.id and a.root_id is null
      order by a.created_at desc, a.id desc limit 1
    ) root on true
    where (s.created_at, s.id) < (${reached.reached_at}, ${reached.reached_id}::uuid)
    order by s.created_at desc, s.id desc limit ${limit}`.execute(tx);
  return rows;
}

/** Notes how far the walk has come. */
export async function noteWalk(
  tx: Tx,
  id: string,
  walk: { last: NextSample | null; skipped: number; walked: boolean; digest: string },
): Promise<void> {
  await tx
    .updateTable('app.reanalyses')
    .set((eb) => ({
      done: eb('done', '+', walk.skipped),
      walked: walk.walked,
      rules_digest: walk.digest,
      ...(walk.last === null ? {} : { reached_at: walk.last.created_at, reached_id: walk.last.id }),
    }))
    .where('id', '=', id)
    .execute();
}

/** Counts one more sample; false where the re-analysis has been cancelled. */
export async function countSettled(tx: Tx, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('app.reanalyses')
    .set((eb) => ({ done: eb('done', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends a re-analysis, whose row the caller has locked, when everything is walked and nothing runs; tells whether it did. */
export async function finishReanalysis(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('app.reanalyses')
    .set((eb) => ({ state: 'done', finished_at: at, total: eb.ref('done') }))
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('walked', '=', true)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('app.analyses').select('id').where('reanalysis_id', '=', id).where('state', '=', 'running'),
        ),
      ),
    )
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends a re-analysis before its time; false where it has ended. */
export async function markCancelled(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('app.reanalyses')
    .set({ state: 'cancelled', finished_at: at })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

interface Result {
  outcome: Outcome;
  detection: string | null;
}

/** What the last sender of a sample with this password was told by itself, and the verdict that stands. */
export async function loadTold(
  tx: Tx,
  sampleId: string,
  password: string | null,
): Promise<{ told: Result | null; verdict: VerdictWord | null }> {
  const told = await tx
    .selectFrom('app.submission_objects')
    .select([sql<Outcome>`outcome`.as('outcome'), 'detection'])
    .where('sample_id', '=', sampleId)
    .where('kind', '=', 'file')
    .where('outcome', 'is not', null)
    .where(sql<boolean>`(password is null or password is not distinct from ${password})`)
    .orderBy('outcome_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const verdict = await tx
    .selectFrom('app.verdicts')
    .select(sql<VerdictWord>`verdict`.as('word'))
    .where('sample_id', '=', sampleId)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { told: told ?? null, verdict: verdict?.word ?? null };
}

export async function insertChange(
  tx: Tx,
  change: {
    reanalysisId: string;
    sampleId: string;
    told: Result | null;
    verdict: VerdictWord | null;
    now: Result;
    at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('app.reanalysis_changes')
    .values({
      reanalysis_id: change.reanalysisId,
      sample_id: change.sampleId,
      told_outcome: change.told?.outcome ?? null,
      told_detection: change.told?.detection ?? null,
      verdict: change.verdict,
      outcome: change.now.outcome,
      detection: change.now.detection,
      created_at: change.at,
    })
    .execute();
  await tx
    .updateTable('app.reanalyses')
    .set((eb) => ({ changes: eb('changes', '+', 1) }))
    .where('id', '=', change.reanalysisId)
    .execute();
}
