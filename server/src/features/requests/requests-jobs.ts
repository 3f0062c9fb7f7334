import type { Desk } from '@companyaccount/contract/requests';
import { asInterfaceLanguage } from '#features/accounts/index.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { ESCALATED_TASK } from './escalate-request.ts';
import { moveByCalendar } from './move-by-calendar.ts';
import { formatNumber } from './request.ts';
import { INDEX_TASK, indexRequest } from './search-store.ts';
import { mailEscalation } from './tell-leads.ts';
import { makeTrackingToken } from './tracking-access.ts';
import { loadAnswer } from './tracking-views.ts';
import { ANSWER_MAIL_TASK } from './write-message.ts';

/** Jobs that follow from what is written in requests. */
export const requestTasks = (platform: Platform): TaskDefinition[] => [
  defineTask('requests.calendar', () => moveByCalendar(platform), '*/10 * * * *'),
  defineTask(ESCALATED_TASK, (escalation: { requestId: string; reason: string }) =>
    transact(platform.db, SYSTEM, (tx) => mailEscalation(tx, platform, escalation)),
  ),
  ...writtenTasks(platform),
];

const writtenTasks = ({ db, keyring, mailer, publicUrl }: Platform): TaskDefinition[] => [
  defineTask<{ requestId: string }>(INDEX_TASK, ({ requestId }) => indexRequest(db, requestId)),
  defineTask(ANSWER_MAIL_TASK, ({ messageId }: { messageId: string }) =>
    transact(db, SYSTEM, async (tx) => {
      const answer = await loadAnswer(tx, messageId);
      if (answer === undefined) return;
      await mailer.send(tx, {
        // A message is mailed once, however often the job runs.
        id: messageId,
        to: answer.email,
        template: 'request_answered',
        language: asInterfaceLanguage(answer.language),
        values: {
          name: answer.name,
          number: formatNumber(answer.desk as Desk, answer.number),
          subject: answer.subject,
          link: `${publicUrl()}/track#${await makeTrackingToken(tx, keyring, answer.request_id)}`,
        },
        quote: answer.text,
        secret: true,
      });
    }),
  ),
];
