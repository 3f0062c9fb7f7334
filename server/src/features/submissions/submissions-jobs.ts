import { dropExpiredUploadTokens } from '#features/attachments/index.ts';
import { CONFIRM_HOURS, forgetUnconfirmed } from '#features/requests/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';

/** Jobs of the public form: what it kept for a while only is forgotten. */
export const submissionTasks = ({ db, clock }: Platform): TaskDefinition[] => [
  defineTask(
    'submissions.expire',
    () =>
      transact(db, SYSTEM, async (tx) => {
        const now = clock();
        await dropExpiredUploadTokens(tx, now);
        await forgetUnconfirmed(tx, new Date(now.getTime() - CONFIRM_HOURS * 3_600_000));
      }),
    '37 * * * *',
  ),
];
