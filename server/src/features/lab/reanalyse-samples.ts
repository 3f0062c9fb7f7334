import type { Outcome } from '@companyaccount/contract/lab';
import type { VerdictWord } from '@companyaccount/contract/verdicts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { beginAnalysis, findingsOfTree } from './analyses-store.ts';
import type { Rules } from './find-rules.ts';
import { detectionOf, outcomeOf } from './pipeline.ts';
import {
  countSettled,
  finishReanalysis,
  insertChange,
  loadTold,
  lockRunning,
  nextSamples,
  noteWalk,
} from './reanalyses-store.ts';

export const REANALYSE_TASK = 'lab.reanalyse';

/** Analyses that are begun at once. */
const PORTION = 8;
/** Samples that are looked at for them. */
const LOOKED_AT = 200;
/** Behind the analyses of the portion before, which stand behind every other job: new work always goes first. */
const BEHIND_ALL = 21;

export const tellLab = (tx: Tx): Promise<void> => emit(tx, 'reanalysis_changed', { desk: 'lab', internal: true });

/** Has the next portion begun as soon as there is nothing else to do. */
export const planPortion = (tx: Tx, id: string): Promise<void> =>
  enqueue(tx, REANALYSE_TASK, { reanalysisId: id }, { key: `reanalysis:${id}`, priority: BEHIND_ALL });

/** Begins the analyses of the next portion of samples. */
export async function walkOn(
  { db, clock, rules }: Pick<Platform, 'db' | 'clock'> & { rules: () => Promise<Rules> },
  id: string,
): Promise<void> {
  const { digest } = await rules();
  await transact(db, SYSTEM, async (tx) => {
    const running = await lockRunning(tx, id);
    if (running === undefined) return;
    const samples = await nextSamples(tx, running, digest, LOOKED_AT);
    let passed = 0;
    let begun = 0;
    for (const sample of samples) {
      if (begun === PORTION) break;
      passed += 1;
      if (running.scope === 'outdated' && sample.is_present) continue;
      begun += 1;
      const wanted = { sampleId: sample.id, rootId: null, depth: 0, password: sample.password, reanalysisId: id };
      await beginAnalysis(tx, wanted, clock());
    }
    const walked = passed === samples.length && samples.length < LOOKED_AT;
    await noteWalk(tx, id, { last: samples[passed - 1] ?? null, skipped: passed - begun, walked, digest });
    if (walked) await finishReanalysis(tx, id, clock());
    else await planPortion(tx, id);
    await tellLab(tx);
  });
}

const HARMLESS: readonly VerdictWord[] = ['clean', 'no_threats_found', 'false_detection_removed'];
const HARMFUL: readonly VerdictWord[] = ['malware', 'unwanted', 'detection_correct'];

/** Whether an analyst should look at an outcome, given what was told of the file by itself and by a verdict. */
export function isWorthALook(told: Outcome | null, verdict: VerdictWord | null, now: Outcome): boolean {
  if (verdict !== null && HARMLESS.includes(verdict)) return now === 'detected';
  if (verdict !== null && HARMFUL.includes(verdict)) return told === 'detected' && now !== 'detected';
  return told !== null && told !== now;
}

/** Counts a sample whose analysis is done with everything within it, and notes what changed. Its senders are told nothing. */
export async function settleReanalysed(
  tx: Tx,
  root: { id: string; sample_id: string; password: string | null; reanalysis_id: string },
  at: Date,
): Promise<void> {
  if (!(await countSettled(tx, root.reanalysis_id))) return;
  const { own, inner } = await findingsOfTree(tx, root.id);
  const now = { outcome: outcomeOf(own, inner), detection: detectionOf(own, inner) };
  const { told, verdict } = await loadTold(tx, root.sample_id, root.password);
  const changed = isWorthALook(told?.outcome ?? null, verdict, now.outcome);
  if (changed) {
    await insertChange(tx, { reanalysisId: root.reanalysis_id, sampleId: root.sample_id, told, verdict, now, at });
  }
  const finished = await finishReanalysis(tx, root.reanalysis_id, at);
  if (changed || finished) await tellLab(tx);
}
