import type { ReceivedMailState } from '@companyaccount/contract/received-mail';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

export interface ReceivedQuery {
  state?: ReceivedMailState;
  'page[size]'?: number;
  'page[after]'?: string;
}

const selectReceived = (db: Db | Tx) =>
  db
    .selectFrom('app.received_mails as m')
    .leftJoin('app.requests as r', 'r.id', 'm.request_id')
    .selectAll('m')
    .select(['r.desk', 'r.number']);

/** Mails that came in, newest first, a page and one more. */
export async function listReceivedRows(db: Db, query: ReceivedQuery) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  const { state } = query;
  return selectReceived(db)
    .$if(state !== undefined, (q) => q.where('m.state', '=', state ?? ''))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(m.received_at, m.id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('m.received_at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type ReceivedRow = Awaited<ReturnType<typeof listReceivedRows>>[number];

export const loadReceivedRow = (tx: Db | Tx, id: string): Promise<ReceivedRow | undefined> =>
  selectReceived(tx).where('m.id', '=', id).executeTakeFirst();
