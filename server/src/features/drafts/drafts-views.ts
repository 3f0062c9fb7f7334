import type { Draft, DraftContent, DraftKey, DraftSummary } from '@companyaccount/contract/drafts';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { type Cursor, decodeCursor, pageSize } from '#platform/http/cursor.ts';
import { excerptOf } from './draft.ts';
import { draftsOf, type Owner } from './drafts-store.ts';

/** One draft, whole. */
export const findDraft = (tx: Tx, owner: Owner, key: DraftKey) =>
  draftsOf(tx, owner)
    .select(['content', 'upload_ids', 'version', 'updated_at'])
    .where('key', '=', key)
    .executeTakeFirst();
type DraftRow = NonNullable<Awaited<ReturnType<typeof findDraft>>>;

/** A page of drafts and one more, the latest first, without their content. */
export async function listDraftRows(tx: Tx, owner: Owner, query: { 'page[size]'?: number; 'page[after]'?: string }) {
  const after = query['page[after]'] === undefined ? null : decodeCursor(query['page[after]'], 'time');
  return draftsOf(tx, owner)
    .select(['id', 'key', 'version', 'updated_at'])
    .select(
      sql<string | null>`left(coalesce(nullif(content ->> 'subject', ''), content ->> 'text'), 1000)`.as('beginning'),
    )
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(updated_at, id) < (${after?.value}::timestamptz, ${after?.id}::uuid)`),
    )
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(pageSize(query) + 1)
    .execute();
}
export type SummaryRow = Awaited<ReturnType<typeof listDraftRows>>[number];

export const draftCursor = (row: SummaryRow): Cursor => ({ value: row.updated_at.toISOString(), id: row.id });

export const presentSummary = (row: SummaryRow, request: DraftSummary['request']): DraftSummary => ({
  key: row.key as DraftKey,
  version: row.version,
  updatedAt: row.updated_at.toISOString(),
  excerpt: excerptOf(row.beginning),
  request,
});

export const presentDraft = (key: DraftKey, row: DraftRow | undefined, uploads: Draft['uploads']): Draft => ({
  key,
  version: row?.version ?? 0,
  updatedAt: row?.updated_at.toISOString() ?? null,
  content: (row?.content as DraftContent | undefined) ?? null,
  uploads,
  uploadsGone: (row?.upload_ids.length ?? 0) - uploads.length,
});
