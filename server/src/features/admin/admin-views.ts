import type { MailState } from '@companyaccount/contract/admin';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

export interface MailQuery {
  state?: MailState;
  to?: string;
  'page[size]'?: number;
  'page[after]'?: string;
}

/** A text that LIKE takes letter by letter. */
const literal = (text: string): string => text.replaceAll(/[\\%_]/gu, '\\$&');

const selectMails = (db: Db | Tx) =>
  db
    .selectFrom('app.mails as m')
    .leftJoin('app.bouncing_addresses as b', (join) => join.on(sql<boolean>`b.address = lower(m.recipient)`))
    .selectAll('m')
    .select('b.since as bouncing_since');

/** Mails, newest first, a page and one more. */
export async function listMailRows(db: Db, query: MailQuery) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  const { state, to } = query;
  return selectMails(db)
    .$if(state !== undefined, (q) => q.where('m.state', '=', state ?? ''))
    .$if(to !== undefined, (q) => q.where('m.recipient', 'ilike', `%${literal(to ?? '')}%`))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(m.created_at, m.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('m.created_at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type MailRow = Awaited<ReturnType<typeof listMailRows>>[number];

export async function loadMailRow(db: Db | Tx, id: string): Promise<MailRow | undefined> {
  return selectMails(db).where('m.id', '=', id).executeTakeFirst();
}

/** What went out with a mail, by name and size alone. */
export async function listMailAttachments(tx: Tx, mailId: string): Promise<{ name: string; size: number }[]> {
  return tx
    .selectFrom('app.mail_attachments')
    .select(['name', 'size'])
    .where('mail_id', '=', mailId)
    .orderBy('position')
    .execute();
}

/** Jobs that wait and jobs that failed for good, and how large the database is. */
export async function loadSystemCounts(db: Db): Promise<{ waiting: number; failed: number; size: number }> {
  const { rows } = await sql<{ waiting: number; failed: number; size: number }>`
    select count(*) filter (where attempts < max_attempts)::int as waiting,
      count(*) filter (where attempts >= max_attempts)::int as failed,
      pg_database_size(current_database()) as size
    from graphile_worker._private_jobs`.execute(db);
  return rows[0] ?? { waiting: 0, failed: 0, size: 0 };
}
