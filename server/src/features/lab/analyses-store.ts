import { ANALYSIS_STEPS, type AnalysisStep, type Finding } from '@companyaccount/contract/lab';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { newId } from '#platform/ids.ts';
import { PIPELINE_VERSION } from './pipeline.ts';

export const ANALYSE_TASK = 'lab.analyse';
/** Analyses take their turn behind mails and whatever else somebody waits for. */
const PATIENT = 5;
/** Those of a re-analysis take theirs behind every other job. */
const LAST = 20;

export interface NewAnalysis {
  sampleId: string;
  /** null: a sample that was sent itself. */
  rootId: string | null;
  depth: number;
  password: string | null;
  /** Begun by a re-analysis of many samples. */
  reanalysisId?: string | null;
}

/** Begins an analysis, which a job then carries out; answers with its id. */
export async function beginAnalysis(tx: Tx, analysis: NewAnalysis, at: Date): Promise<string> {
  const id = newId();
  await tx
    .insertInto('app.analyses')
    .values({
      id,
      sample_id: analysis.sampleId,
      root_id: analysis.rootId,
      depth: analysis.depth,
      password: analysis.password,
      pipeline_version: PIPELINE_VERSION,
      reanalysis_id: analysis.reanalysisId ?? null,
      created_at: at,
    })
    .execute();
  await tx
    .insertInto('app.analysis_steps')
    .values(ANALYSIS_STEPS.map((step, position) => ({ analysis_id: id, position, step })))
    .execute();
  await enqueue(tx, ANALYSE_TASK, { analysisId: id }, { priority: analysis.reanalysisId == null ? PATIENT : LAST });
  return id;
}

/**
 * Whether an analysis would find the same today: by the present pipeline, with the rules of this digest (which one that
 * still runs may be about to try), and not before the definitions that are out.
 */
export const isPresent = (rulesDigest: string) => sql<boolean>`(pipeline_version = ${PIPELINE_VERSION}
  and (rules_digest = ${rulesDigest} or (rules_digest is null and state = 'running'))
  and created_at >= coalesce((select max(r.published_at) from app.releases r where r.state = 'published'), '-infinity'))`;

/**
 * The analysis of a sample that can stand for a new one: a present one that went at least as deep, with the same
 * password. What lies within is never taken from an analysis that is still running for somebody else, and nobody waits
 * for a re-analysis.
 */
export const findUsableAnalysis = (tx: Tx, { sampleId, depth, password }: NewAnalysis, rulesDigest: string) =>
  tx
    .selectFrom('app.analyses')
    .select(['id', 'state'])
    .where('sample_id', '=', sampleId)
    .where(isPresent(rulesDigest))
    .where(sql<boolean>`(state = 'done' or reanalysis_id is null)`)
    .where('depth', '<=', depth)
    .where((eb) => (password === null ? eb.lit(true) : eb('password', '=', password)))
    .$if(depth > 0, (query) =>
      query.where(
        sql<boolean>`not exists (select from app.analyses o where o.state = 'running'
          and coalesce(o.root_id, o.id) = coalesce(analyses.root_id, analyses.id))`,
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Everything a running analysis needs; nothing when it is done. */
export const loadRunning = (db: Db, id: string) =>
  db
    .selectFrom('app.analyses as a')
    .innerJoin('app.samples as s', 's.id', 'a.sample_id')
    .select(['a.id', 'a.sample_id', 'a.root_id', 'a.depth', 'a.password', 'a.reanalysis_id'])
    .select(['s.sha256', 's.size', 's.blob_id', 's.media_type'])
    .where('a.id', '=', id)
    .where('a.state', '=', 'running')
    .executeTakeFirst();
export type RunningAnalysis = NonNullable<Awaited<ReturnType<typeof loadRunning>>>;

/** The steps that have not been taken, in their order. */
export async function waitingSteps(db: Db, analysisId: string): Promise<AnalysisStep[]> {
  const rows = await db
    .selectFrom('app.analysis_steps')
    .select('step')
    .where('analysis_id', '=', analysisId)
    .where('state', '=', 'waiting')
    .orderBy('position')
    .execute();
  return rows.map(({ step }) => step as AnalysisStep);
}

export interface StepOutcome {
  state: 'done' | 'failed';
  findings: readonly Finding[];
  startedAt: Date;
  finishedAt: Date;
}

export async function settleStep(tx: Tx, analysisId: string, step: AnalysisStep, outcome: StepOutcome): Promise<void> {
  await tx
    .updateTable('app.analysis_steps')
    .set({
      state: outcome.state,
      findings: JSON.stringify(outcome.findings),
      started_at: outcome.startedAt,
      finished_at: outcome.finishedAt,
    })
    .where('analysis_id', '=', analysisId)
    .where('step', '=', step)
    .execute();
}

/** Notes with which rules an analysis was made. */
export async function noteRules(tx: Tx, analysisId: string, digest: string): Promise<void> {
  await tx.updateTable('app.analyses').set({ rules_digest: digest }).where('id', '=', analysisId).execute();
}

/** Locks the root of an analysis, so that of those in its name only one is the last. */
export const lockRoot = (tx: Tx, rootId: string) =>
  tx
    .selectFrom('app.analyses')
    .select(['id', 'sample_id', 'password', 'reanalysis_id'])
    .where('id', '=', rootId)
    .forUpdate()
    .executeTakeFirstOrThrow();

/** How much has been taken out in the name of a root. */
export const loadBudget = (db: Db, rootId: string) =>
  db
    .selectFrom('app.analyses')
    .select(['unpacked_files', 'unpacked_bytes'])
    .where('id', '=', rootId)
    .executeTakeFirstOrThrow();

export async function spendBudget(tx: Tx, rootId: string, files: number, bytes: number): Promise<void> {
  await tx
    .updateTable('app.analyses')
    .set({
      unpacked_files: sql`unpacked_files + ${files}`,
      unpacked_bytes: sql`unpacked_bytes + ${bytes}::bigint`,
    })
    .where('id', '=', rootId)
    .execute();
}

/** Ends an analysis; answers whether it was the last one in the name of its root, which the caller has locked. */
export async function endAnalysis(tx: Tx, id: string, rootId: string, at: Date): Promise<boolean> {
  await tx.updateTable('app.analyses').set({ state: 'done', finished_at: at }).where('id', '=', id).execute();
  return isTreeDone(tx, rootId);
}

/** The samples that are analysed in the name of a root, itself included. */
export async function samplesOfTree(tx: Tx, rootId: string): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('app.analyses')
    .select('sample_id')
    .where((eb) => eb.or([eb('id', '=', rootId), eb('root_id', '=', rootId)]))
    .execute();
  return new Set(rows.map((row) => row.sample_id));
}

/** Whether everything in the name of a root is done. */
export const isTreeDone = async (tx: Tx, rootId: string): Promise<boolean> =>
  (await tx
    .selectFrom('app.analyses')
    .select('id')
    .where((eb) => eb.or([eb('id', '=', rootId), eb('root_id', '=', rootId)]))
    .where('state', '=', 'running')
    .limit(1)
    .executeTakeFirst()) === undefined;

/**
 * The findings of a root, and those in everything within its sample by the last analysis of each, however it came to
 * be there.
 */
export async function findingsOfTree(tx: Tx, rootId: string): Promise<{ own: Finding[]; inner: Finding[] }> {
  const { rows } = await sql<{ is_own: boolean; findings: Finding[] }>`
    with recursive within as (
      select sample_id as id from app.analyses where id = ${rootId}
      union
      select c.sample_id from within w join app.contained_samples c on c.container_id = w.id
    ), last as (
      select distinct on (a.sample_id) a.id
      from app.analyses a join within w on w.id = a.sample_id
      where a.state = 'done' and a.sample_id <> (select sample_id from app.analyses where id = ${rootId})
      order by a.sample_id, a.created_at desc, a.id desc
    )
    select s.analysis_id = ${rootId} as is_own, s.findings
    from app.analysis_steps s
    where s.analysis_id = ${rootId} or s.analysis_id in (select id from last)`.execute(tx);
  return {
    own: rows.filter((row) => row.is_own).flatMap((row) => row.findings),
    inner: rows.filter((row) => !row.is_own).flatMap((row) => row.findings),
  };
}

/** The last analysis of a sample for its own sake. */
export const findLastRoot = (tx: Tx, sampleId: string) =>
  tx
    .selectFrom('app.analyses')
    .select(['state', 'password', 'reanalysis_id'])
    .where('sample_id', '=', sampleId)
    .where('root_id', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
