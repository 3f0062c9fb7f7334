import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { Refusal } from '#platform/errors.ts';
import { deleteOpenRevision, markWithdrawn, raiseVersion } from './detections-store.ts';
import { isAwaited } from './detections-views.ts';
import { openDetection, tellLab } from './edit-detection.ts';

/**
 * Deletes a revision that was not released yet, and the detection with it where there never was another. Refused while
 * somebody whose file has a verdict waits for it.
 */
export async function dropDetection(tx: Tx, id: string, version: number): Promise<void> {
  const { name, revision, ...detection } = await openDetection(tx, id, version, 'drop');
  // The detection itself goes with its first revision.
  if (await isAwaited(tx, { detectionId: id }, revision === 0)) throw new Refusal('awaited_by_verdict');
  await raiseVersion(tx, id);
  await deleteOpenRevision(tx, id, detection.revision_id);
  await audit(tx, 'detection.dropped', { type: 'detection', id }, { name, revision });
  await tellLab(tx);
}

/** Takes the revision back that is out; from the next release on it is not reported any more. */
export async function withdrawDetection(
  tx: Tx,
  id: string,
  version: number,
  given: { personId: string; reason: string; at: Date },
): Promise<void> {
  const { name } = await openDetection(tx, id, version, 'withdraw');
  await markWithdrawn(tx, id, given);
  await raiseVersion(tx, id);
  await audit(tx, 'detection.withdrawn', { type: 'detection', id }, { name, reason: given.reason });
  await tellLab(tx);
}
