import type { Db } from '#platform/db/database.ts';

/** How reading a mailbox goes. */
export interface MailboxState {
  /** When it was last looked through; null: never. */
  readAt: Date | null;
  /** null: it can be read. */
  failingSince: Date | null;
  error: string | null;
}

/** Writes down that a mailbox was looked through, or why it could not be. */
export async function noteMailbox(db: Db, place: string, error: string | null, at: Date): Promise<void> {
  const now = error === null ? { read_at: at, failing_since: null, error } : { error };
  await db
    .insertInto('app.mailboxes')
    .values({ place, failing_since: error === null ? null : at, ...now })
    .onConflict((conflict) =>
      conflict.column('place').doUpdateSet((eb) => ({
        ...now,
        ...(error === null ? {} : { failing_since: eb.fn.coalesce('app.mailboxes.failing_since', eb.val(at)) }),
      })),
    )
    .execute();
}

/** The state of a mailbox; one that nobody has tried to read yet is not failing. */
export async function loadMailbox(db: Db, place: string): Promise<MailboxState> {
  const row = await db.selectFrom('app.mailboxes').selectAll().where('place', '=', place).executeTakeFirst();
  return {
    readAt: row?.read_at ?? null,
    failingSince: row?.failing_since ?? null,
    error: row?.error ?? null,
  };
}
