import type { Export } from '@companyaccount/contract/exports';
import { sql } from 'kysely';
import { seesAll } from '#features/requests/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { type Cursor, decodeCursor, pageSize } from '#platform/http/cursor.ts';
import { type ExportQuery, exportsOf, type Owner } from './exports-store.ts';

/** Exports are the actor's own: in the company they act for now, or as staff. */
export const ownerOf = (actor: Member | Agent): Owner => ({
  personId: actor.personId,
  companyId: actor.membership?.companyId ?? null,
});

/** Everything of a company is for those who administer it, and not for their programs. */
const mayHaveAll = ({ membership, token }: Member | Agent) => membership?.role === 'administrator' && token === null;

/** What was written while somebody saw more than today is not theirs any more. */
const ownExports = (tx: Tx, actor: Member | Agent) =>
  exportsOf(tx, ownerOf(actor))
    .selectAll()
    .$if(!seesAll(actor), (q) => q.where('sees_all', '=', false))
    .$if(!mayHaveAll(actor), (q) => q.where('format', '!=', 'zip'));

/** One export of the actor; any other is `not_found`. */
export async function loadExport(tx: Tx, actor: Member | Agent, id: string) {
  const row = await ownExports(tx, actor).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new Refusal('not_found');
  return row;
}
export type ExportRow = Awaited<ReturnType<typeof loadExport>>;

/** A page of the actor's exports and one more, newest first. */
export async function listExportRows(
  tx: Tx,
  actor: Member | Agent,
  query: { 'page[size]'?: number; 'page[after]'?: string },
): Promise<ExportRow[]> {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return ownExports(tx, actor)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(created_at, id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}

export const exportCursor = (row: ExportRow): Cursor => ({ value: row.created_at.toISOString(), id: row.id });

export function presentExport(row: ExportRow): Export {
  const { sort, ...filters } = row.query as ExportQuery;
  return {
    id: row.id,
    format: row.format as Export['format'],
    filters,
    sort,
    state: row.state as Export['state'],
    failure: row.failure as Export['failure'],
    total: row.total,
    written: row.written,
    size: row.size,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    expiresAt: row.expires_at.toISOString(),
  };
}
