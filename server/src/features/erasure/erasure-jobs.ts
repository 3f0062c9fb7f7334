import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { ERASE_TASK, finishErasure } from './erase-person.ts';

/** The job that erases people. */
export const erasureTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(ERASE_TASK, ({ erasureId }: { erasureId: string }, stopping) =>
    finishErasure(platform, erasureId, stopping),
  ),
];
