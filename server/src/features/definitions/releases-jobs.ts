import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { BUILD_TASK, buildRelease } from './build-release.ts';
import { IMPORT_TASK, importHashList } from './import-hash-list.ts';
import { INDEX_TASK, indexCleanFolders } from './index-clean-folders.ts';
import { TRY_TASK, tryDetection } from './try-detection.ts';

/** The jobs that build and check releases, try single detections, read lists of hashes, and index clean folders. */
export const definitionTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(BUILD_TASK, ({ releaseId }: { releaseId: string }) => buildRelease(platform, releaseId)),
  defineTask(IMPORT_TASK, ({ listId }: { listId: string }) => importHashList(platform, listId)),
  defineTask(TRY_TASK, ({ detectionId }: { detectionId: string }) => tryDetection(platform, detectionId)),
  // Whatever is older than a day, or not there yet: a folder that is new in the settings need not wait for the night.
  defineTask(
    INDEX_TASK,
    ({ force }: { force?: boolean }, stopping) => indexCleanFolders(platform, force === true, stopping),
    '*/10 * * * *',
  ),
];
