import { NO_ADMINISTRATOR_TASK } from '#features/accounts/index.ts';
import { afterBusinessDays } from '#features/requests/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { dropExpiredHelpForms } from './account-help-store.ts';
import { applyAppointment } from './apply-appointment.ts';
import { listDue } from './appointments-store.ts';
import { listWaiting, listWithoutAdministrator } from './cases-store.ts';
import { submitUnanswered, submitWithoutAdministrator, toldSince } from './submit-cases.ts';

/** Business days within which a company answers who waits to be let in. */
const ANSWERED_WITHIN = 5;
const DAY_MS = 86_400_000;
const AT_ONCE = 200;

/** Reports whom no administrator answers, and companies without one. Those of which the vendor knows are left out. */
async function watch(platform: Platform): Promise<void> {
  const { db, clock } = platform;
  const now = clock();
  const waiting = await listWaiting(db, new Date(now.getTime() - ANSWERED_WITHIN * DAY_MS), AT_ONCE);
  for (const { memberId, since } of waiting) {
    if (afterBusinessDays(since, ANSWERED_WITHIN) <= now) await submitUnanswered(platform, memberId);
  }
  for (const id of await listWithoutAdministrator(db, toldSince(now), AT_ONCE)) {
    await submitWithoutAdministrator(platform, id);
  }
}

/** Lets appointments take effect whose notice is over. One that was stopped a moment ago is left alone. */
async function applyDue(platform: Platform): Promise<void> {
  const { db, clock } = platform;
  for (const { id, company_id: companyId } of await listDue(db, clock())) {
    await transact(db, SYSTEM, (tx) => applyAppointment(tx, platform, companyId, id)).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }
}

/** Jobs of requests about access to a company. */
export const accountHelpTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(
    'account-help.expire',
    () => transact(platform.db, SYSTEM, (tx) => dropExpiredHelpForms(tx, platform.clock())),
    '9 * * * *',
  ),
  defineTask('account-help.watch', () => watch(platform), '27 * * * *'),
  defineTask(NO_ADMINISTRATOR_TASK, ({ companyId }: { companyId: string }) =>
    submitWithoutAdministrator(platform, companyId),
  ),
  defineTask('appointments.apply', () => applyDue(platform), '*/5 * * * *'),
];
