import { DRAFT_BYTES_MAX, DRAFTS_MAX, type DraftKey, type PutDraft } from '@companyaccount/contract/drafts';
import { keepUploads } from '#features/attachments/index.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { FILES_KEPT_DAYS } from './draft.ts';
import { asWritten, countDrafts, insertDraft, lockDrafts, type Owner, updateDraft } from './drafts-store.ts';

/**
 * Keeps what a person is writing and answers with the new version; `version` 0 begins it. Refuses with `version_moved`
 * when another window wrote, sent or discarded it, so that neither text is lost.
 */
export async function saveDraft(
  tx: Tx,
  owner: Owner,
  key: DraftKey,
  version: number,
  body: PutDraft,
  at: Date,
): Promise<number> {
  const written = asWritten(body, at);
  if (Buffer.byteLength(written.content) > DRAFT_BYTES_MAX) throw new Refusal('payload_too_large');
  const next =
    version === 0 ? await beginDraft(tx, owner, key, written) : await updateDraft(tx, owner, key, version, written);
  if (next === undefined) throw new Refusal('version_moved');
  await keepUploads(tx, owner, written.uploadIds, new Date(at.getTime() + FILES_KEPT_DAYS * 86_400_000));
  return next;
}

async function beginDraft(
  tx: Tx,
  owner: Owner,
  key: DraftKey,
  written: ReturnType<typeof asWritten>,
): Promise<number | undefined> {
  await lockDrafts(tx, owner);
  if ((await countDrafts(tx, owner)) >= DRAFTS_MAX) throw new Refusal('too_many_drafts');
  return insertDraft(tx, owner, key, written);
}
