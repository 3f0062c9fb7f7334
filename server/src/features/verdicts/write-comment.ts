import { findSample } from '#features/lab/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { insertComment } from './comments-store.ts';

/** Writes what an analyst has to say to the others about a sample; it never leaves the lab. */
export async function writeComment(
  tx: Tx,
  sha256: string,
  { id, personId, text, at }: { id: string; personId: string; text: string; at: Date },
): Promise<string> {
  const sample = await findSample(tx, sha256);
  await insertComment(tx, { id, sampleId: sample.id, personId, text, at });
  await audit(tx, 'sample.commented', { type: 'sample', id: sample.id });
  await emit(tx, 'sample_changed', { desk: 'lab', internal: true });
  return id;
}
