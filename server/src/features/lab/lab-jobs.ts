import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { analyseSample } from './analyse-sample.ts';
import { ANALYSE_TASK } from './analyses-store.ts';
import { answerQuestions } from './answer-objects.ts';
import { createPool } from './create-pool.ts';
import { findRules } from './find-rules.ts';
import type { LabDoor, ReleaseMatcher } from './lab-door.ts';
import { ANSWER_TASK } from './objects-store.ts';
import type { RuleSource } from './step-question.ts';

/** Jobs of the Virus Lab. */
export function labTasks(
  { db, blobs, clock, log, config }: Platform,
  door: LabDoor,
  released: ReleaseMatcher,
): TaskDefinition[] {
  let rules: Promise<RuleSource[]> | undefined;
  const lab = {
    db,
    blobs,
    clock,
    log,
    door,
    released,
    bounds: config.lab,
    scanner: config.clamd,
    rules: () => (rules ??= findRules(config.labRules, log)),
    parsers: createPool('analysis-worker.ts', config.lab),
    matchers: createPool('rules-worker.ts', config.lab),
  };
  return [
    defineTask(ANALYSE_TASK, ({ analysisId }: { analysisId: string }) => analyseSample(lab, analysisId)),
    defineTask(ANSWER_TASK, ({ requestId }: { requestId: string }) =>
      transact(db, SYSTEM, (tx) => answerQuestions(tx, door, requestId, clock())),
    ),
  ];
}
