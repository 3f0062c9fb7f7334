import { type DraftKey, draftRoutes, type DraftSummary } from '@companyaccount/contract/drafts';
import { findFinishedUploads } from '#features/attachments/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { type Agent, type Member, scopeOf } from '#platform/http/actor.ts';
import { page } from '#platform/http/cursor.ts';
import type { Handlers } from '#platform/http/mount.ts';
import type { Platform } from '#platform/platform.ts';
import { requestIdOf } from './draft.ts';
import { deleteDraft, type Owner } from './drafts-store.ts';
import { draftCursor, findDraft, listDraftRows, presentDraft, presentSummary } from './drafts-views.ts';
import { saveDraft } from './save-draft.ts';
import { ownerOf } from './send-draft.ts';

/** What drafts need of the requests that they are about. Requests know drafts, so this is handed in from above. */
export interface HeadingDoor {
  /** Number and subject of those of the requests that the actor may see. */
  loadHeadings: (
    tx: Tx,
    actor: Member | Agent,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, NonNullable<DraftSummary['request']>>>;
  /** Where a request goes on. */
  followMerges: (tx: Tx, requestId: string) => Promise<string>;
}

/**
 * The actor's own drafts, unless the caller means somebody else: a window that was left open while another person signed in beside it
 * must neither hand its text to them nor show theirs.
 */
function ownerAsMeant(actor: Member | Agent, { person, company }: { person?: string; company?: string }): Owner {
  const owner = ownerOf(actor);
  if (person === undefined) return owner;
  if (person !== owner.personId || (company ?? null) !== owner.companyId) throw new Refusal('conflict');
  return owner;
}

/** Handlers of drafts. */
export function draftHandlers({ db, clock }: Platform, door: HeadingDoor): Handlers<typeof draftRoutes> {
  /** The draft that is meant: what is written to a request that was merged into another one is kept with that one. */
  const placeOf = async (tx: Tx, key: DraftKey): Promise<DraftKey> => {
    const about = requestIdOf(key);
    return about === null ? key : (key.replace(about, await door.followMerges(tx, about)) as DraftKey);
  };
  return {
    listDrafts: async ({ actor, query }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const rows = await listDraftRows(tx, ownerOf(actor), query);
        const about = (row: { key: string }) => requestIdOf(row.key as DraftKey);
        const headings = await door.loadHeadings(tx, actor, [...new Set(rows.flatMap((row) => about(row) ?? []))]);
        return page(
          draftRoutes.listDrafts,
          { query },
          rows,
          (row) => presentSummary(row, headings.get(about(row) ?? '') ?? null),
          draftCursor,
        );
      }),

    getDraft: async ({ actor, params: { key }, query }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const owner = ownerAsMeant(actor, query);
        const row = await findDraft(tx, owner, await placeOf(tx, key));
        const uploads = await findFinishedUploads(tx, owner, row?.upload_ids ?? [], clock());
        return presentDraft(key, row, uploads);
      }),

    putDraft: async ({ actor, params: { key }, query, body, version }) => {
      const at = clock();
      const owner = ownerAsMeant(actor, query);
      const next = await transact(db, scopeOf(actor), async (tx) =>
        saveDraft(tx, owner, await placeOf(tx, key), version, body, at),
      );
      return { version: next, updatedAt: at.toISOString() };
    },

    deleteDraft: async ({ actor, params: { key }, query, version }) =>
      transact(db, scopeOf(actor), async (tx) => {
        const owner = ownerAsMeant(actor, query);
        const place = await placeOf(tx, key);
        await deleteDraft(tx, owner, place, version);
        if ((await findDraft(tx, owner, place)) !== undefined) throw new Refusal('version_moved');
      }),
  };
}
