import type { Tx } from '#platform/db/database.ts';
import { beginAnalysis, findUsableAnalysis, isTreeDone, lockRoot } from './analyses-store.ts';
import { answerSample, concludeIfAnswered } from './answer-objects.ts';
import type { Rules } from './find-rules.ts';
import type { LabDoor } from './lab-door.ts';
import { findObjectOf, settleObject, tieSample } from './objects-store.ts';
import { keepSample } from './samples-store.ts';

/**
 * Takes a file that hangs on a lab request and whose hash is known by now as a sample, and has it analysed unless that
 * was done; of any other attachment it wants nothing.
 */
export async function receiveFile(
  tx: Tx,
  { door, rules }: { door: LabDoor; rules: () => Promise<Rules> },
  attachmentId: string,
  at: Date,
): Promise<void> {
  const object = await findObjectOf(tx, attachmentId);
  if (object === undefined) return;
  const { sha256, size, password } = object;
  if (sha256 === null) {
    await settleObject(tx, object.id, 'unreadable', at);
    await concludeIfAnswered(tx, door, object.request_id, at);
    return;
  }
  const { id: sampleId } = await keepSample(tx, { sha256, size: Number(size), blobId: object.blob_id }, at);
  await tieSample(tx, object.id, sampleId, sha256);
  const wanted = { sampleId, rootId: null, depth: 0, password };
  const usable = await findUsableAnalysis(tx, wanted, (await rules()).digest);
  if (usable === undefined) {
    await beginAnalysis(tx, wanted, at);
    return;
  }
  // One that ends at this moment either finds the object or is found done.
  await lockRoot(tx, usable.id);
  if (await isTreeDone(tx, usable.id)) {
    await answerSample(tx, door, { id: usable.id, sample_id: sampleId, password }, at);
  }
}
