import { Readable } from 'node:stream';
import { emit } from '#platform/db/emit.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { LyingMail } from '#platform/mail/mailbox.ts';
import type { Platform } from '#platform/platform.ts';
import { MAIL_BYTES_MAX } from './parsed-mail.ts';
import { insertArriving, markWaiting } from './received-mails-store.ts';

export const PROCESS_TASK = 'received_mail.process';
const DAY_MS = 86_400_000;
/** One byte more than is opened, so that a larger mail is known to be one; its head is there all the same. */
const KEPT_MAX = MAIL_BYTES_MAX + 1;

/**
 * Keeps a mail as it came, and has it opened by a job. False for one that is too large to be kept whole: it stays where
 * it was. The same mail once more changes nothing.
 */
export async function receiveMail(
  { db, blobs, clock, config }: Pick<Platform, 'db' | 'blobs' | 'clock' | 'config'>,
  { place, size, read }: LyingMail,
): Promise<boolean> {
  const isWhole = size <= MAIL_BYTES_MAX;
  const at = clock();
  const until = new Date(at.getTime() + config.receivedMailDays * DAY_MS);
  const id = await insertArriving(db, { place, size, at, until });
  if (id === null) return isWhole;
  const bytes = await read(KEPT_MAX);
  // What an earlier attempt had begun.
  await blobs.remove(id);
  await blobs.create(id);
  await blobs.append(id, Readable.from([bytes]), { at: 0, total: bytes.length });
  await blobs.finish(id);
  await transact(db, SYSTEM, async (tx) => {
    await markWaiting(tx, id);
    await enqueue(tx, PROCESS_TASK, { mailId: id }, { key: `${PROCESS_TASK}:${id}` });
    await emit(tx, 'mail_logged', {});
  });
  return isWhole;
}
