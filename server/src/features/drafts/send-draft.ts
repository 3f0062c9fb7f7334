import type { DraftKey } from '@companyaccount/contract/drafts';
import type { Tx } from '#platform/db/database.ts';
import type { Agent, Member } from '#platform/http/actor.ts';
import { deleteDraft, type Owner } from './drafts-store.ts';

/** The actor's own drafts: in the company they act for now, or as staff. */
export const ownerOf = (actor: Member | Agent): Owner => ({
  personId: actor.personId,
  companyId: actor.membership?.companyId ?? null,
});

/**
 * What was written is no draft any more, in the transaction that sends it. Without a version there was none; one that
 * another window has written on stays.
 */
export async function sendDraft(
  tx: Tx,
  actor: Member | Agent,
  key: DraftKey,
  version: number | undefined,
): Promise<void> {
  if (version !== undefined) await deleteDraft(tx, ownerOf(actor), key, version);
}
