import { defineTask, type TaskDefinition } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { createMailPool } from './open-mail.ts';
import { processMail } from './process-mail.ts';
import { PROCESS_TASK } from './receive-mail.ts';
import { deleteReceived, findOverdue } from './received-mails-store.ts';

const BATCH = 100;

/** Jobs that open mails that came in, and delete those whose time is over. */
export function receivedMailTasks(platform: Platform): TaskDefinition[] {
  const { db, blobs, clock } = platform;
  const pool = createMailPool();
  const expire = async () => {
    for (let found = BATCH; found === BATCH;) {
      const overdue = await findOverdue(db, clock(), BATCH);
      found = overdue.length;
      for (const id of overdue) {
        // The row goes last: what is cut off here is done by the next run.
        await blobs.remove(id);
        await deleteReceived(db, id);
      }
    }
  };
  return [
    defineTask(PROCESS_TASK, ({ mailId }: { mailId: string }) => processMail(platform, pool, mailId)),
    defineTask('received_mail.expire', expire, '47 * * * *'),
  ];
}
