import type { AllowKind, AllowState, CreateAllowEntry } from '@companyaccount/contract/definitions';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { decodeCursor, pageSize } from '#platform/http/cursor.ts';

interface AllowQuery {
  state?: AllowState;
  'page[size]'?: number;
  'page[after]'?: string;
}

const entryRows = (db: Db | Tx) =>
  db
    .selectFrom('app.allow_entries as e')
    .innerJoin('auth.people as author', 'author.id', 'e.author_id')
    .leftJoin('auth.people as approver', 'approver.id', 'e.approver_id')
    .leftJoin('auth.people as withdrawer', 'withdrawer.id', 'e.withdrawn_by')
    .select(['e.id', 'e.value', 'e.reason', 'e.author_id', 'e.approver_id', 'e.created_at'])
    .select([sql<AllowKind>`e.kind`.as('kind'), sql<AllowState>`e.state`.as('state')])
    .select(['e.withdrawn_by', 'e.withdrawn_at', 'e.withdrawal_reason'])
    .select(['author.name as author_name', 'approver.name as approver_name', 'withdrawer.name as withdrawer_name']);

/** Entries of the allow-list, newest first; one more than a page. */
export async function listAllowRows(db: Db, query: AllowQuery) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return entryRows(db)
    .$if(query.state !== undefined, (q) => q.where('e.state', '=', query.state ?? ''))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(e.created_at, e.id) < (${String(after?.value)}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('e.created_at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type AllowRow = Awaited<ReturnType<typeof listAllowRows>>[number];

export const allowCursor = (row: AllowRow) => ({ value: row.created_at.toISOString(), id: row.id });

/** One entry. Throws `not_found`. */
export async function loadAllowRow(tx: Tx, id: string): Promise<AllowRow> {
  const row = await entryRows(tx).where('e.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}

/** Answers with false where the list has this value already. */
export async function insertAllowEntry(
  tx: Tx,
  { id, kind, value, reason, authorId, at }: CreateAllowEntry & { id: string; authorId: string; at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('app.allow_entries')
    .values({ id, kind, value, reason, author_id: authorId, created_at: at })
    .onConflict((conflict) => conflict.columns(['kind', 'value']).where('state', '<>', 'withdrawn').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updateAllowEntry(
  tx: Tx,
  id: string,
  change:
    | { state: 'approved'; approver_id: string }
    | { state: 'withdrawn'; withdrawn_by: string; withdrawn_at: Date; withdrawal_reason: string },
): Promise<void> {
  await tx.updateTable('app.allow_entries').set(change).where('id', '=', id).execute();
}
