import { audit } from '#platform/db/audit.ts';
import type { Db, Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import type { FoundProblem, Signature } from '@companyaccount/contract/definitions';
import { findCleanHashes } from './clean-collection-store.ts';
import { mayApprove } from './detection.ts';
import { nextVariant, readDetectionName } from './detection-name.ts';
import { markApproved, raiseVersion } from './detections-store.ts';
import { findAllowedHashes, isNameTaken, listVariants } from './detections-views.ts';
import { openDetection, tellLab } from './edit-detection.ts';
import { detectionProblems } from './signature.ts';

interface Draft {
  id: string | null;
  name: string;
  signatures: readonly Signature[];
  samples: readonly string[];
}

/** Everything that keeps a draft from being approved, what stands in the database included. */
export async function findProblems(tx: Db | Tx, { id, ...draft }: Draft): Promise<FoundProblem[]> {
  const found = detectionProblems(draft);
  const hashes = draft.signatures.map((one) => (one.format === 'hash' ? one.sha256 : ''));
  const wanted = hashes.filter((hash) => hash !== '');
  const allowed = await findAllowedHashes(tx, wanted);
  const clean = await findCleanHashes(tx, wanted);
  for (const [at, hash] of hashes.entries()) {
    if (allowed.has(hash)) found.push({ pointer: `/signatures/${at}`, problem: 'hash_allowed' });
    if (clean.has(hash)) found.push({ pointer: `/signatures/${at}`, problem: 'hash_clean' });
  }
  if (await isNameTaken(tx, draft.name, id)) found.push({ pointer: '/name', problem: 'name_taken' });
  return found;
}

/** The next free name of the family that a name, or its beginning, belongs to; null where it names none. */
export async function findProposedName(tx: Db | Tx, text: string): Promise<string | null> {
  const family = text.split('.').slice(0, 3).join('.');
  if (readDetectionName(`${family}.a`) === null) return null;
  return `${family}.${nextVariant(await listVariants(tx, `${family}.`))}`;
}

/** Approves a draft for the next release; never by somebody who wrote it, unless there is a single analyst. */
export async function approveDetection(
  tx: Tx,
  id: string,
  version: number,
  { approverId, at, singleAnalyst }: { approverId: string; at: Date; singleAnalyst: boolean },
): Promise<void> {
  const detection = await openDetection(tx, id, version, 'approve');
  const answer = mayApprove(detection.author_ids, approverId, singleAnalyst);
  if (answer === 'no') throw new Refusal('own_work');
  const problems = await findProblems(tx, detection);
  if (problems.length > 0) {
    throw new Refusal('validation_failed', {
      fields: problems.map(({ pointer }) => ({ pointer, code: 'invalid' as const })),
    });
  }
  await markApproved(tx, detection.revision_id, approverId, at);
  await raiseVersion(tx, id);
  await audit(
    tx,
    'detection.approved',
    { type: 'detection', id },
    { name: detection.name, revision: detection.revision, ...(answer === 'alone' ? { alone: true } : {}) },
  );
  await tellLab(tx);
}
