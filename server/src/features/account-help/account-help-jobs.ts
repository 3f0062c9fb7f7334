import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { dropExpiredHelpForms } from './account-help-store.ts';

/** Jobs of requests about access to a company. */
export const accountHelpTasks = ({ db, clock }: Platform): TaskDefinition[] => [
  defineTask('account-help.expire', () => transact(db, SYSTEM, (tx) => dropExpiredHelpForms(tx, clock())), '9 * * * *'),
];
