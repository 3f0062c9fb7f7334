import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { RELEASE_TASK, releaseRequests } from './release-requests.ts';

export const staffTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(RELEASE_TASK, ({ personId }: { personId: string }) => releaseRequests(platform, personId)),
];
