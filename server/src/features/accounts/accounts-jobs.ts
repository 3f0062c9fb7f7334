import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { RESET_TASK } from './auth-routes.ts';
import { type Auth, createAuth } from './auth.ts';
import { domainTasks } from './domains-jobs.ts';
import { mailRegistration, REGISTRATION_TASK } from './register.ts';
import { dropExpiredChallenges } from './challenges-store.ts';
import { dropEndedSessions } from './sessions-store.ts';
import { dropExpiredRegistrations } from './registrations-store.ts';

export function accountTasks(platform: Platform): TaskDefinition[] {
  const { db, clock } = platform;
  let auth: Auth | null = null;
  return [
    ...domainTasks(platform),
    defineTask(
      'registrations.expire',
      () => transact(db, SYSTEM, (tx) => dropExpiredRegistrations(tx, clock())),
      '7 * * * *',
    ),
    defineTask(REGISTRATION_TASK, ({ id }: { id: string }) => mailRegistration(platform, id)),
    defineTask(
      'sign-in.expire',
      () =>
        transact(db, SYSTEM, async (tx) => {
          await dropExpiredChallenges(tx, clock());
          await dropEndedSessions(tx, clock());
        }),
      '11 * * * *',
    ),
    defineTask(RESET_TASK, async ({ email }: { email: string }) => {
      auth ??= createAuth(platform);
      await auth.api.requestPasswordReset({ body: { email } });
    }),
  ];
}
