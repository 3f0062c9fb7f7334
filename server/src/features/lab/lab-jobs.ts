import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { analyseSample } from './analyse-sample.ts';
import { ANALYSE_TASK } from './analyses-store.ts';
import { answerQuestions } from './answer-objects.ts';
import { createPool } from './create-pool.ts';
import type { Rules } from './find-rules.ts';
import type { LabDoor, ReleaseMatcher } from './lab-door.ts';
import { ANSWER_TASK } from './objects-store.ts';
import { REANALYSE_TASK, walkOn } from './reanalyse-samples.ts';

/** Jobs of the Virus Lab. */
export function labTasks(
  { db, blobs, clock, log, config }: Platform,
  door: LabDoor,
  released: ReleaseMatcher,
  rules: () => Promise<Rules>,
): TaskDefinition[] {
  const lab = {
    db,
    blobs,
    clock,
    log,
    door,
    released,
    bounds: config.lab,
    scanner: config.clamd,
    rules,
    parsers: createPool('analysis-worker.ts', config.lab),
    matchers: createPool('rules-worker.ts', config.lab),
  };
  return [
    defineTask(ANALYSE_TASK, ({ analysisId }: { analysisId: string }) => analyseSample(lab, analysisId)),
    defineTask(REANALYSE_TASK, ({ reanalysisId }: { reanalysisId: string }) => walkOn(lab, reanalysisId)),
    defineTask(ANSWER_TASK, ({ requestId }: { requestId: string }) =>
      transact(db, SYSTEM, (tx) => answerQuestions(tx, door, requestId, clock())),
    ),
  ];
}
