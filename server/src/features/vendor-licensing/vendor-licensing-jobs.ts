import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { BATCH_TASK, issueBatch } from './issue-batch.ts';

/** Jobs of the vendor's licensing. */
export const vendorLicensingTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(BATCH_TASK, ({ batchId }: { batchId: string }) => issueBatch(platform, batchId)),
];
