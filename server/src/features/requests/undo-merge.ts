import { returnDrafts } from '#features/drafts/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { tellHooks } from '#platform/db/tell-hooks.ts';
import { Refusal } from '#platform/errors.ts';
import type { Agent } from '#platform/http/actor.ts';
import { sayMerged } from './merge-requests.ts';
import { lockTwo } from './merges-access.ts';
import { moveMessages, moveObjects, recountMessages, restoreBoth, takeMerge } from './merges-store.ts';
import { deleteParticipant } from './participants-store.ts';
import { undoableUntil } from './request.ts';
import { loadRequest } from './requests-access.ts';
import { updateRequest } from './requests-store.ts';

/**
 * Takes a merge back within 30 days: the request is what it was, and the other one too unless somebody has gone on with
 * it. What was written since stays there.
 */
export async function undoMerge(tx: Tx, actor: Agent, id: string, at: Date): Promise<void> {
  const { merged_into_id: targetId } = await loadRequest(tx, actor, id);
  if (targetId === null) throw new Refusal('not_merged');
  const [request, target] = await lockTwo(tx, actor, id, targetId);
  const { merged_at: mergedAt } = request;
  if (request.merged_into_id !== targetId || mergedAt === null) throw new Refusal('not_merged');
  // What came along went on from there; the later merge is taken back first.
  if (target.merged_into_id !== null) throw new Refusal('request_merged');
  if (at >= undoableUntil(mergedAt)) throw new Refusal('too_late_to_unmerge');
  const merge = await takeMerge(tx, id);
  await updateRequest(tx, id, { merged_into_id: null, merged_at: null, updated_at: at });
  await updateRequest(tx, targetId, { updated_at: at });
  const messageIds = await moveMessages(tx, targetId, id, merge.message_ids);
  await moveObjects(tx, targetId, id, merge.object_ids);
  for (const personId of merge.participant_ids) await deleteParticipant(tx, targetId, personId);
  await returnDrafts(tx, merge.draft_ids, targetId, id, mergedAt);
  await restoreBoth(tx, id, targetId, merge);
  await recountMessages(tx, id);
  await recountMessages(tx, targetId);
  await sayMerged(tx, actor, 'unmerged', request, target, at);
  const { company_id: companyId } = request;
  const after = await loadRequest(tx, actor, id);
  if (after.status !== 'closed') {
    const change = { from: 'closed', to: after.status };
    await tellHooks(tx, 'request.status_changed', { companyId, objectId: id, data: change });
  }
  await audit(
    tx,
    'request.unmerged',
    { type: 'request', id },
    { otherId: targetId, messages: messageIds.length },
    companyId,
  );
}
