import type { ReceivedMailState } from '@companyaccount/contract/received-mail';
import type { Db, Tx } from '#platform/db/database.ts';
import { newId } from '#platform/ids.ts';

/** Notes that a mail is about to be kept; answers with its id, the same for the same place, or null when it is kept already. */
export async function insertArriving(
  db: Db,
  { place, size, at, until }: { place: string; size: number; at: Date; until: Date },
): Promise<string | null> {
  await db
    .insertInto('app.received_mails')
    .values({ id: newId(), place, size, state: 'arriving', received_at: at, expires_at: until })
    .onConflict((conflict) => conflict.column('place').doNothing())
    .execute();
  const row = await db
    .selectFrom('app.received_mails')
    .select(['id', 'state'])
    .where('place', '=', place)
    .executeTakeFirstOrThrow();
  return row.state === 'arriving' ? row.id : null;
}

/** Has a mail wait to be opened. */
export async function markWaiting(tx: Tx, id: string, state: 'waiting' | 'confirmed' = 'waiting'): Promise<void> {
  await tx.updateTable('app.received_mails').set({ state, reason: null }).where('id', '=', id).execute();
}

export const findReceived = (db: Db | Tx, id: string) =>
  db
    .selectFrom('app.received_mails')
    .select(['id', 'state', 'size', 'received_at'])
    .where('id', '=', id)
    .executeTakeFirst();

/** The same, locked: of two who act on it the second sees what the first did. */
export const lockReceived = (tx: Tx, id: string) =>
  tx
    .selectFrom('app.received_mails')
    .select(['id', 'state', 'received_at', 'expires_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

/** What became of a mail. */
export interface Settled {
  state: Exclude<ReceivedMailState, 'arriving' | 'waiting' | 'confirmed'>;
  /** A word for why; null where the state says it. */
  reason: string | null;
  requestId?: string;
  messageId?: string;
}

export async function settleReceived(
  tx: Tx,
  id: string,
  { state, reason, requestId, messageId }: Settled,
  said: { sender: string | null; subject: string | null },
  at: Date,
): Promise<void> {
  await tx
    .updateTable('app.received_mails')
    .set({
      state,
      reason,
      sender: said.sender,
      subject: said.subject,
      request_id: requestId ?? null,
      message_id: messageId ?? null,
      settled_at: at,
    })
    .where('id', '=', id)
    .execute();
}

/** Mails whose time is over, the oldest first. */
export async function findOverdue(db: Db, now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('app.received_mails')
    .select('id')
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

export async function deleteReceived(db: Db, id: string): Promise<void> {
  await db.deleteFrom('app.received_mails').where('id', '=', id).execute();
}

/**
 * Notes that a mail of ours came back from an address: it failed, and the address is marked. False where no such mail
 * went there, so that nobody can have other addresses marked.
 */
export async function markReturned(
  tx: Tx,
  { mailId, address, reason }: { mailId: string; address: string | null; reason: string },
  at: Date,
): Promise<boolean> {
  const mail = await tx
    .updateTable('app.mails')
    .set({ state: 'failed', fault: 'address_refused', error: reason, next_try_at: null })
    .where('id', '=', mailId)
    .where('state', 'in', ['sent', 'failed'])
    .$if(address !== null, (q) => q.where((eb) => eb(eb.fn('lower', ['recipient']), '=', address)))
    .returning('recipient')
    .executeTakeFirst();
  if (mail === undefined) return false;
  await tx
    .insertInto('app.bouncing_addresses')
    .values({ address: mail.recipient.toLowerCase(), since: at, reason, returned: true })
    .onConflict((conflict) => conflict.column('address').doUpdateSet({ since: at, reason, returned: true }))
    .execute();
  return true;
}

/** Whether mail to an address was last refused or sent back. */
export const isBouncing = async (tx: Tx, address: string): Promise<boolean> =>
  (await tx
    .selectFrom('app.bouncing_addresses')
    .select('address')
    .where('address', '=', address)
    .executeTakeFirst()) !== undefined;
