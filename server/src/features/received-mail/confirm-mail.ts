import { audit } from '#platform/db/audit.ts';
import { emit } from '#platform/db/emit.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { CONFIRM_HOURS, confirmedMail } from './confirmation-token.ts';
import { PROCESS_TASK } from './receive-mail.ts';
import { lockReceived, markWaiting } from './received-mails-store.ts';

/** States that a mail comes to once it is confirmed; the same link once more changes nothing. */
const CONFIRMED: readonly string[] = ['confirmed', 'opened', 'refused'];

/** Has a request made of a held mail, by the token that was mailed to its sender. Else `link_expired`. */
export async function confirmMail({ db, keyring, clock }: Platform, token: string): Promise<void> {
  const mailId = confirmedMail(keyring, token);
  await transact(db, SYSTEM, async (tx) => {
    const row = mailId === null ? undefined : await lockReceived(tx, mailId);
    const isOver = (row?.received_at.getTime() ?? 0) <= clock().getTime() - CONFIRM_HOURS * 3_600_000;
    if (row === undefined || isOver) throw new Refusal('link_expired');
    if (CONFIRMED.includes(row.state)) return;
    if (row.state !== 'unconfirmed') throw new Refusal('link_expired');
    await markWaiting(tx, row.id, 'confirmed');
    await audit(tx, 'received_mail.confirmed', { type: 'received_mail', id: row.id });
    await enqueue(tx, PROCESS_TASK, { mailId: row.id }, { key: `${PROCESS_TASK}:${row.id}` });
    await emit(tx, 'mail_logged', {});
  });
}
