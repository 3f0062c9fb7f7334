import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { BUILD_TASK, buildRelease } from './build-release.ts';
import { TRY_TASK, tryDetection } from './try-detection.ts';

/** The jobs that builds and checks releases, and tries single detections. */
export const definitionTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(BUILD_TASK, ({ releaseId }: { releaseId: string }) => buildRelease(platform, releaseId)),
  defineTask(TRY_TASK, ({ detectionId }: { detectionId: string }) => tryDetection(platform, detectionId)),
];
