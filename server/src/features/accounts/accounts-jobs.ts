import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { dropExpiredRegistrations } from './registrations-store.ts';

export const accountTasks = ({ db, clock }: Platform): TaskDefinition[] => [
  defineTask(
    'registrations.expire',
    () => transact(db, SYSTEM, (tx) => dropExpiredRegistrations(tx, clock())),
    '7 * * * *',
  ),
];
