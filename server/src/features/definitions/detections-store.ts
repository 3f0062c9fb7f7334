import type { DetectionTrial, Signature } from '@companyaccount/contract/definitions';
import { sql } from 'kysely';
import type { Tx } from '#platform/db/database.ts';
import { newId } from '#platform/ids.ts';

/** A signature as it is kept: with the number by which scanners report it. */
export type KeptSignature = Signature & { serial: number };

export interface Content {
  signatures: readonly KeptSignature[];
  samples: readonly string[];
  note: string;
}

const hexToBytes = (samples: readonly string[]) => samples.map((sha256) => Buffer.from(sha256, 'hex'));

/** A signature keeps the number of its place, so that scanners go on reporting the name that people know. */
export async function numberSignatures(
  tx: Tx,
  signatures: readonly Signature[],
  earlier: readonly KeptSignature[] = [],
): Promise<KeptSignature[]> {
  const missing = Math.max(0, signatures.length - earlier.length);
  const { rows } = await sql<{ serial: number }>`
    select nextval('app.signature_serials')::int as serial from generate_series(1, ${missing}::int)`.execute(tx);
  const serials = [...earlier.map(({ serial }) => serial), ...rows.map(({ serial }) => serial)];
  return signatures.map((signature, at) => ({ ...signature, serial: serials[at] ?? 0 }));
}

export async function insertDetection(tx: Tx, id: string, name: string, at: Date): Promise<void> {
  await tx.insertInto('app.detections').values({ id, name, created_at: at }).execute();
}

export async function insertRevision(
  tx: Tx,
  {
    detectionId,
    revision,
    authorId,
    at,
    signatures,
    samples,
    note,
  }: Content & { detectionId: string; revision: number; authorId: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('app.detection_revisions')
    .set({ newest: false })
    .where('detection_id', '=', detectionId)
    .where('newest', '=', true)
    .execute();
  await tx
    .insertInto('app.detection_revisions')
    .values({
      id: newId(),
      detection_id: detectionId,
      revision,
      newest: true,
      signatures: JSON.stringify(signatures),
      samples: hexToBytes(samples),
      note,
      author_ids: [authorId],
      created_at: at,
      updated_at: at,
    })
    .execute();
}

/** The version moves with everything that is done to a detection. */
export async function raiseVersion(tx: Tx, id: string, name?: string): Promise<void> {
  await tx
    .updateTable('app.detections')
    .set((eb) => ({ version: eb('version', '+', 1), ...(name === undefined ? {} : { name }) }))
    .where('id', '=', id)
    .execute();
}

/** Changes what an open revision says; an approval that it had is gone. */
export async function updateContent(
  tx: Tx,
  revisionId: string,
  { signatures, samples, note }: Content,
  authorId: string,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('app.detection_revisions')
    .set({
      state: 'draft',
      signatures: JSON.stringify(signatures),
      samples: hexToBytes(samples),
      note,
      author_ids: sql<string[]>`array_append(array_remove(author_ids, ${authorId}::uuid), ${authorId}::uuid)`,
      approver_id: null,
      approved_at: null,
      trial: null,
      updated_at: at,
    })
    .where('id', '=', revisionId)
    .execute();
}

/** How a revision came through a trial; gone when the revision is changed. */
export async function updateTrial(tx: Tx, revisionId: string, trial: DetectionTrial): Promise<void> {
  await tx
    .updateTable('app.detection_revisions')
    .set({ trial: JSON.stringify(trial) })
    .where('id', '=', revisionId)
    .execute();
}

export async function markApproved(tx: Tx, revisionId: string, approverId: string, at: Date): Promise<void> {
  await tx
    .updateTable('app.detection_revisions')
    .set({ state: 'approved', approver_id: approverId, approved_at: at, updated_at: at })
    .where('id', '=', revisionId)
    .execute();
}

/** Takes the revision back that is out; a newer one that is being written stays. */
export async function markWithdrawn(
  tx: Tx,
  detectionId: string,
  { personId, reason, at }: { personId: string; reason: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('app.detection_revisions')
    .set({ state: 'withdrawn', withdrawn_by: personId, withdrawn_at: at, withdrawal_reason: reason, updated_at: at })
    .where('detection_id', '=', detectionId)
    .where('state', '=', 'released')
    .execute();
}

/** Deletes a revision that was never released, and the detection where it had no other. */
export async function deleteOpenRevision(tx: Tx, detectionId: string, revisionId: string): Promise<void> {
  await tx.deleteFrom('app.detection_revisions').where('id', '=', revisionId).execute();
  const { rows } = await sql<{ id: string }>`
    update app.detection_revisions set newest = true
    where id = (select id from app.detection_revisions where detection_id = ${detectionId} order by revision desc limit 1)
    returning id`.execute(tx);
  if (rows.length === 0) await tx.deleteFrom('app.detections').where('id', '=', detectionId).execute();
}
