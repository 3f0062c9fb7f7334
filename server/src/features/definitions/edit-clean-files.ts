import { createHash } from 'node:crypto';
import { type AddCleanFile, CLEAN_FILE_BYTES_MAX } from '@companyaccount/contract/clean-collection';
import { findFinishedUploads, takeFinishedUploads } from '#features/attachments/index.ts';
import { findSample, keepSample } from '#features/lab/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { deleteCleanFile, insertCleanFile, loadCleanFile } from './clean-collection-store.ts';
import { tellLab } from './edit-detection.ts';

/** A file that is to be added, its content known. */
export type ChosenFile =
  | { from: 'upload'; id: string; name: string; size: number; sha256: Buffer }
  | { from: 'sample'; sha256: string }
  /** An upload that is not there: a call that is made a second time has taken it already. */
  | { from: 'nowhere' };

const ownerOf = (personId: string) => ({ personId, companyId: null });

/** Reads what is to be added before a transaction is held for it. */
export async function chooseFile(
  { db, blobs, clock }: Pick<Platform, 'db' | 'blobs' | 'clock'>,
  { upload, sha256 }: AddCleanFile,
  personId: string,
): Promise<ChosenFile> {
  if (upload === undefined) {
    if (sha256 === undefined) throw refuseField('/upload', 'required');
    return { from: 'sample', sha256: sha256.toLowerCase() };
  }
  if (sha256 !== undefined) throw refuseField('/sha256', 'invalid');
  const [found] = await transact(db, SYSTEM, (tx) => findFinishedUploads(tx, ownerOf(personId), [upload], clock()));
  if (found === undefined) return { from: 'nowhere' };
  if (found.size > CLEAN_FILE_BYTES_MAX) throw new Refusal('payload_too_large');
  const hash = createHash('sha256');
  for await (const piece of await blobs.read(found.id)) hash.update(piece as Buffer);
  return { from: 'upload', ...found, sha256: hash.digest() };
}

/** The sample behind a file. One that is known keeps its own content, and the upload is left to its time. */
async function sampleOf(
  tx: Tx,
  file: Exclude<ChosenFile, { from: 'nowhere' }>,
  authorId: string,
  at: Date,
): Promise<string> {
  if (file.from === 'sample') {
    const { id, size } = await findSample(tx, file.sha256);
    if (Number(size) > CLEAN_FILE_BYTES_MAX) throw new Refusal('payload_too_large');
    return id;
  }
  const { id, created } = await keepSample(tx, { sha256: file.sha256, size: file.size, blobId: file.id }, at);
  const by = { ...ownerOf(authorId), uploadTokenId: null };
  if (created) await takeFinishedUploads(tx, { by, ids: [file.id], now: at });
  return id;
}

/** Adds a file to the clean collection under an id that is proposed. */
export async function addCleanFile(
  tx: Tx,
  file: ChosenFile,
  { id, reason, authorId, at }: { id: string; reason: string; authorId: string; at: Date },
): Promise<string> {
  if (file.from === 'nowhere') throw new Refusal('upload_not_ready');
  const sampleId = await sampleOf(tx, file, authorId, at);
  const name = file.from === 'upload' ? file.name : null;
  const pointer = file.from === 'upload' ? '/upload' : '/sha256';
  if (!(await insertCleanFile(tx, { id, sampleId, name, reason, authorId, at }))) throw refuseField(pointer, 'taken');
  const { sha256 } = await loadCleanFile(tx, id);
  await audit(tx, 'clean_file.added', { type: 'clean_file', id }, { name: sha256 });
  await tellLab(tx);
  return id;
}

/** Takes an added file out of the collection; its sample stays. */
export async function removeCleanFile(tx: Tx, id: string): Promise<void> {
  const { sha256 } = await loadCleanFile(tx, id);
  await deleteCleanFile(tx, id);
  await audit(tx, 'clean_file.removed', { type: 'clean_file', id }, { name: sha256 });
  await tellLab(tx);
}
