import { SIGN_TASK } from '#features/definitions/index.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { signRepository } from './sign-repository.ts';

/** The job that signs what was published, and every hour that nothing newer was. */
export const signedDefinitionTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(SIGN_TASK, async () => void (await signRepository(platform)), '17 * * * *'),
];
