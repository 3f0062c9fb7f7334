import type { CreateDetection, DetectionAction, PatchDetection } from '@companyaccount/contract/definitions';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import { detectionActions } from './detection.ts';
import { readDetectionName } from './detection-name.ts';
import { type LoadedDetection, loadDetection } from './detections-access.ts';
import { insertDetection, insertRevision, numberSignatures, raiseVersion, updateContent } from './detections-store.ts';
import { findMissingSamples, isNameTaken } from './detections-views.ts';

/** Tells open pages of the lab that detections, the allow-list or releases are not what they were. */
export const tellLab = (tx: Tx): Promise<void> => emit(tx, 'definitions_changed', { desk: 'lab', internal: true });

/** A detection at the version that the caller has read, and open to this action. */
export async function openDetection(
  tx: Tx,
  id: string,
  version: number,
  action: DetectionAction,
): Promise<LoadedDetection> {
  const detection = await loadDetection(tx, id, true);
  if (detection.version !== version) throw new Refusal('version_moved');
  if (!detectionActions(detection.state, { isOut: detection.is_out }).includes(action)) {
    throw new Refusal('transition_not_allowed');
  }
  return detection;
}

async function refuseName(tx: Tx, name: string, except: string | null): Promise<void> {
  if (readDetectionName(name) === null) throw refuseField('/name', 'invalid');
  if (await isNameTaken(tx, name, except)) throw refuseField('/name', 'taken');
}

async function refuseUnknownSamples(tx: Tx, samples: readonly string[]): Promise<void> {
  const missing = await findMissingSamples(tx, samples);
  const at = samples.findIndex((sha256) => missing.has(sha256));
  if (at >= 0) throw refuseField(`/samples/${at}`, 'not_one_of');
}

/** Begins a detection as a draft under an id that is proposed. */
export async function createDetection(
  tx: Tx,
  { name, signatures = [], samples = [], note = '' }: CreateDetection,
  { id, authorId, at }: { id: string; authorId: string; at: Date },
): Promise<string> {
  await refuseName(tx, name, null);
  await refuseUnknownSamples(tx, samples);
  await insertDetection(tx, id, name, at);
  const kept = await numberSignatures(tx, signatures);
  await insertRevision(tx, { detectionId: id, revision: 0, authorId, at, signatures: kept, samples, note });
  await audit(tx, 'detection.created', { type: 'detection', id }, { name });
  await tellLab(tx);
  return id;
}

/** Changes what a detection says before it is released. Its name stays once it has been released. */
export async function editDetection(
  tx: Tx,
  id: string,
  version: number,
  change: PatchDetection,
  { authorId, at }: { authorId: string; at: Date },
): Promise<void> {
  const detection = await openDetection(tx, id, version, 'edit');
  const { name, signatures, samples, note } = change;
  const isRenamed = name !== undefined && name !== detection.name;
  if (isRenamed) {
    if (detection.revision > 0) throw refuseField('/name', 'invalid');
    await refuseName(tx, name, id);
  }
  if (samples !== undefined) await refuseUnknownSamples(tx, samples);
  const content = {
    signatures:
      signatures === undefined ? detection.signatures : await numberSignatures(tx, signatures, detection.signatures),
    samples: samples ?? detection.samples,
    note: note ?? detection.note,
  };
  await updateContent(tx, detection.revision_id, content, authorId, at);
  await raiseVersion(tx, id, name);
  const fields = Object.keys(change);
  await audit(tx, 'detection.changed', { type: 'detection', id }, { name: name ?? detection.name, fields });
  await tellLab(tx);
}

/** Begins the next revision of a detection with what the last one says. */
export async function replaceDetection(
  tx: Tx,
  id: string,
  version: number,
  { authorId, at }: { authorId: string; at: Date },
): Promise<void> {
  const { name, signatures, samples, note, ...last } = await openDetection(tx, id, version, 'replace');
  const revision = last.revision + 1;
  await insertRevision(tx, { detectionId: id, revision, authorId, at, signatures, samples, note });
  await raiseVersion(tx, id);
  await audit(tx, 'detection.replaced', { type: 'detection', id }, { name, revision });
  await tellLab(tx);
}
