import { TELL_TASK, type ToldNews } from '#features/requests/index.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { sendDigests } from './send-digests.ts';
import { tellPeople } from './tell-people.ts';

/** Mails about requests: at once, and the daily ones at eight in every time zone. */
export const notificationTasks = (platform: Platform): TaskDefinition[] => [
  defineTask(TELL_TASK, (news: ToldNews) => tellPeople(platform, news)),
  defineTask('digest.send', () => sendDigests(platform), '*/5 * * * *'),
];
