import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { BUILD_TASK, buildRelease } from './build-release.ts';

/** The job that builds and checks releases. */
export const definitionTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(BUILD_TASK, ({ releaseId }: { releaseId: string }) => buildRelease(platform, releaseId)),
];
