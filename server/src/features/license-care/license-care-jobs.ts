import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { remindCompanies } from './remind-companies.ts';
import { RECOVERY_TASK, recoverKeyFiles, type Wish } from './recover-key-files.ts';

/** Jobs that look after the licenses of companies. */
export const licenseCareTasks = (platform: Platform): TaskDefinition[] => [
  defineTask('licenses.remind', () => remindCompanies(platform), '11 * * * *'),
  defineTask(RECOVERY_TASK, (wish: Wish) => recoverKeyFiles(platform, wish)),
];
