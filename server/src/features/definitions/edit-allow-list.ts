import type { AllowState, CreateAllowEntry } from '@companyaccount/contract/definitions';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { insertAllowEntry, updateAllowEntry } from './allow-list-store.ts';
import { allowActions, mayApprove } from './detection.ts';
import { lockAllowEntry } from './detections-access.ts';
import { isAwaited } from './detections-views.ts';
import { tellLab } from './edit-detection.ts';

const SHA256 = /^[0-9a-f]{64}$/u;
/** A name as scanners report it, without the `.UNOFFICIAL` that they add; nothing that would end a line. */
const SIGNATURE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{2,199}$/u;

/** What a person typed or copied, in the one form in which the list has it; null where it is neither. */
function allowValue({ kind, value }: CreateAllowEntry): string | null {
  const bare = value.trim();
  if (kind === 'file') return SHA256.test(bare.toLowerCase()) ? bare.toLowerCase() : null;
  const name = bare.replace(/\.UNOFFICIAL$/u, '').replace(/^YARA\./u, '');
  return SIGNATURE_NAME.test(name) ? name : null;
}

/** Proposes an entry under an id that is given. */
export async function createAllowEntry(
  tx: Tx,
  body: CreateAllowEntry,
  { id, authorId, at }: { id: string; authorId: string; at: Date },
): Promise<string> {
  const value = allowValue(body);
  if (value === null) throw refuseField('/value', 'wrong_format');
  if (!(await insertAllowEntry(tx, { ...body, value, id, authorId, at }))) throw refuseField('/value', 'taken');
  await audit(tx, 'allow_entry.created', { type: 'allow_entry', id }, { kind: body.kind, name: value });
  await tellLab(tx);
  return id;
}

async function openEntry(tx: Tx, id: string, action: 'approve' | 'withdraw') {
  const entry = await lockAllowEntry(tx, id);
  if (!allowActions(entry.state as AllowState).includes(action)) throw new Refusal('transition_not_allowed');
  return entry;
}

/** Approves an entry for the next release; never by its author, unless there is a single analyst. */
export async function approveAllowEntry(
  tx: Tx,
  id: string,
  { approverId, singleAnalyst }: { approverId: string; singleAnalyst: boolean },
): Promise<void> {
  const { kind, value, author_id: authorId } = await openEntry(tx, id, 'approve');
  const answer = mayApprove([authorId], approverId, singleAnalyst);
  if (answer === 'no') throw new Refusal('own_work');
  await updateAllowEntry(tx, id, { state: 'approved', approver_id: approverId });
  const data = { kind, name: value, ...(answer === 'alone' ? { alone: true } : {}) };
  await audit(tx, 'allow_entry.approved', { type: 'allow_entry', id }, data);
  await tellLab(tx);
}

/**
 * Takes an entry back; what was released stops being allowed with the next release. Refused while somebody whose file
 * has a verdict waits for it.
 */
export async function withdrawAllowEntry(
  tx: Tx,
  id: string,
  { personId, reason, at }: { personId: string; reason: string; at: Date },
): Promise<void> {
  const { kind, value } = await openEntry(tx, id, 'withdraw');
  if (await isAwaited(tx, { allowEntryId: id })) throw new Refusal('awaited_by_verdict');
  await updateAllowEntry(tx, id, {
    state: 'withdrawn',
    withdrawn_by: personId,
    withdrawn_at: at,
    withdrawal_reason: reason,
  });
  await audit(tx, 'allow_entry.withdrawn', { type: 'allow_entry', id }, { kind, name: value, reason });
  await tellLab(tx);
}
