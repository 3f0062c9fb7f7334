import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { INDEX_TASK, indexRequest } from './search-store.ts';

/** The jobs of requests. */
export const requestTasks = ({ db }: Platform): TaskDefinition[] => [
  defineTask<{ requestId: string }>(INDEX_TASK, ({ requestId }) => indexRequest(db, requestId)),
];
