import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { BUILD_TASK, buildRelease } from './build-release.ts';
import { IMPORT_TASK, importHashList } from './import-hash-list.ts';
import { TRY_TASK, tryDetection } from './try-detection.ts';

/** The jobs that build and check releases, try single detections, and read lists of hashes. */
export const definitionTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(BUILD_TASK, ({ releaseId }: { releaseId: string }) => buildRelease(platform, releaseId)),
  defineTask(IMPORT_TASK, ({ listId }: { listId: string }) => importHashList(platform, listId)),
  defineTask(TRY_TASK, ({ detectionId }: { detectionId: string }) => tryDetection(platform, detectionId)),
];
