import { PUBLISHED_TASK } from '#features/definitions/index.ts';
import { emit } from '#platform/db/emit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { answerRequest } from './answer-request.ts';
import { tellRelease } from './tell-release.ts';
import { requestsToAnswer, requestsToTell } from './verdicts-views.ts';
import { VERDICT_TASK } from './write-verdict.ts';

/**
 * Jobs that tell submitters what was found out about their files: each request in a transaction of its own, so that a
 * thousand of them hold up nobody, and none is told twice when a job is cut off.
 */
export function verdictTasks({ db, clock }: Platform): TaskDefinition[] {
  return [
    defineTask(VERDICT_TASK, async ({ sampleId }: { sampleId: string }) => {
      const waiting = await requestsToAnswer(db, sampleId);
      for (const id of waiting) await transact(db, SYSTEM, (tx) => answerRequest(tx, id, clock()));
      if (waiting.length === 0) return;
      // The page of the sample says how many were answered.
      await transact(db, SYSTEM, (tx) => emit(tx, 'sample_changed', { desk: 'lab', internal: true }));
    }),
    defineTask(PUBLISHED_TASK, async () => {
      for (const id of await requestsToTell(db)) await transact(db, SYSTEM, (tx) => tellRelease(tx, id, clock()));
    }),
  ];
}
