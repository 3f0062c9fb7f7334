import type { Tx } from '#platform/db/database.ts';
import { findingsOfTree } from './analyses-store.ts';
import type { LabDoor } from './lab-door.ts';
import { isAnswered, openQuestions, settleObject, settleObjectsOf } from './objects-store.ts';
import { detectionOf, outcomeOf } from './pipeline.ts';

type Door = Pick<LabDoor, 'announceObjects' | 'concludeAnalysis' | 'findReleased'>;

/** Tells everybody who sent a sample what its analysis, which is done, has come to. */
export async function answerSample(
  tx: Tx,
  door: Door,
  root: { id: string; sample_id: string; password: string | null },
  at: Date,
): Promise<void> {
  const { own, inner } = await findingsOfTree(tx, root.id);
  const detection = detectionOf(own, inner);
  const [released] = detection === null ? [] : await door.findReleased(tx, [detection]);
  const requestIds = await settleObjectsOf(tx, root.sample_id, root.password, {
    outcome: outcomeOf(own, inner),
    detection,
    release: released?.release ?? null,
    at,
  });
  for (const id of requestIds) await concludeIfAnswered(tx, door, id, at);
}

/**
 * Answers the hashes and addresses of a request. What other companies have sent is never told: a hash is known here
 * only to the company that sent the file itself.
 */
export async function answerQuestions(tx: Tx, door: Door, requestId: string, at: Date): Promise<void> {
  for (const { id, kind, sent } of await openQuestions(tx, requestId)) {
    await settleObject(tx, id, kind === 'url' ? 'for_analyst' : sent ? 'already_sent' : 'send_file', at);
  }
  await concludeIfAnswered(tx, door, requestId, at);
}

/** Moves a request on whose objects all have their outcome. */
export async function concludeIfAnswered(tx: Tx, door: Door, requestId: string, at: Date): Promise<void> {
  await door.announceObjects(tx, requestId);
  if (await isAnswered(tx, requestId)) await door.concludeAnalysis(tx, requestId, at);
}
