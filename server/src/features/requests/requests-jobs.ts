import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { ESCALATED_TASK } from './escalate-request.ts';
import { moveByCalendar } from './move-by-calendar.ts';
import { INDEX_TASK, indexRequest } from './search-store.ts';
import { tellPromises } from './tell-promises.ts';
import { RATED_BAD_TASK } from './rate-request.ts';
import { mailBadRating } from './tell-rating.ts';
import { mailEscalation } from './tell-leads.ts';

/** Jobs of requests: by the calendar, and after what is written in them. */
export const requestTasks = (platform: Platform): TaskDefinition[] => [
  defineTask('requests.calendar', () => moveByCalendar(platform), '*/10 * * * *'),
  defineTask('requests.promises', () => tellPromises(platform), '* * * * *'),
  defineTask(ESCALATED_TASK, (escalation: { requestId: string; reason: string }) =>
    transact(platform.db, SYSTEM, (tx) => mailEscalation(tx, platform, escalation)),
  ),
  defineTask<{ requestId: string }>(RATED_BAD_TASK, ({ requestId }) =>
    transact(platform.db, SYSTEM, (tx) => mailBadRating(tx, platform, requestId)),
  ),
  defineTask<{ requestId: string }>(INDEX_TASK, ({ requestId }) => indexRequest(platform.db, requestId)),
];
