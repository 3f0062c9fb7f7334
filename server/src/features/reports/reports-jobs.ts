import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { countReports } from './count-reports.ts';

/** Counts what reports show, every five minutes. */
export const reportTasks = (platform: Platform): TaskDefinition[] => [
  defineTask('reports.count', (_payload: unknown, stopping) => countReports(platform, stopping), '*/5 * * * *'),
];
