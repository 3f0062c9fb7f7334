import type { HashListAction } from '@companyaccount/contract/hash-lists';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { mayApprove } from './detection.ts';
import { tellLab } from './edit-detection.ts';
import { hashListActions } from './hash-list.ts';
import { deleteHashList, loadHashList, updateHashList } from './hash-lists-store.ts';

async function openList(tx: Tx, id: string, action: HashListAction) {
  const list = await loadHashList(tx, id, true);
  if (!hashListActions(list.state, list.accepted).includes(action)) throw new Refusal('transition_not_allowed');
  return list;
}

/** Approves a list for the next release; never by whoever imported it, unless there is a single analyst. */
export async function approveHashList(
  tx: Tx,
  id: string,
  { approverId, singleAnalyst }: { approverId: string; singleAnalyst: boolean },
): Promise<void> {
  const { name, author_id: authorId } = await openList(tx, id, 'approve');
  const answer = mayApprove([authorId], approverId, singleAnalyst);
  if (answer === 'no') throw new Refusal('own_work');
  await updateHashList(tx, id, { state: 'approved', approver_id: approverId });
  const data = { name, ...(answer === 'alone' ? { alone: true } : {}) };
  await audit(tx, 'hash_list.approved', { type: 'hash_list', id }, data);
  await tellLab(tx);
}

/** Deletes a list that was not released. */
export async function dropHashList(tx: Tx, id: string): Promise<void> {
  const { name } = await openList(tx, id, 'drop');
  await deleteHashList(tx, id);
  await audit(tx, 'hash_list.dropped', { type: 'hash_list', id }, { name });
  await tellLab(tx);
}

/** Takes a list back that is out; the next release leaves it out. */
export async function withdrawHashList(
  tx: Tx,
  id: string,
  { personId, reason, at }: { personId: string; reason: string; at: Date },
): Promise<void> {
  const { name } = await openList(tx, id, 'withdraw');
  await updateHashList(tx, id, {
    state: 'withdrawn',
    withdrawn_by: personId,
    withdrawn_at: at,
    withdrawal_reason: reason,
  });
  await audit(tx, 'hash_list.withdrawn', { type: 'hash_list', id }, { name, reason });
  await tellLab(tx);
}
