import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { CleanFile } from '@companyaccount/contract/clean-collection';
import type { HashList } from '@companyaccount/contract/hash-lists';
import type { Client } from '@companyaccount/contract/client';
import type { AllowEntry, CreateDetection, Detection } from '@companyaccount/contract/definitions';
import type { LabReleaseDetail } from '@companyaccount/contract/releases';
import type { TestApp } from '../harness/test-app.ts';

let families = 0;
/** A name that no other detection has. */
export const newName = (): string => `Trojan.Any.Family${++families}x${randomUUID().slice(0, 8)}.a`;
export const version = (of: { version: number }) => ({ 'if-match': `"${of.version}"` });
export const hexOf = (text: string): string => Buffer.from(text).toString('hex');
export const sha256Of = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** Keeps these bytes as a sample that nobody has sent; answers with its SHA-256. */
export async function keepSample({ platform: { db, blobs } }: TestApp, bytes: Buffer): Promise<string> {
  const [id, blobId] = [randomUUID(), randomUUID()];
  await blobs.create(blobId);
  await blobs.append(blobId, Readable.from([bytes]), { at: 0, total: bytes.length });
  const sha256 = sha256Of(bytes);
  await db
    .insertInto('app.samples')
    .values({ id, sha256: Buffer.from(sha256, 'hex'), size: bytes.length, blob_id: blobId, created_at: new Date() })
    .execute();
  return sha256;
}

export const hashSignature = (sha256 = sha256Of(randomUUID())) => ({ format: 'hash', sha256, size: null }) as const;
export const patternSignature = (pattern: string) =>
  ({ format: 'pattern', target: 'any', offset: '*', pattern }) as const;

/** A new detection of the demo's first analyst. */
export async function draftDetection(test: TestApp, more: Partial<CreateDetection> = {}): Promise<Detection> {
  const analyst = await test.as('analyst@vendor.example');
  return analyst.createDetection({ body: { name: newName(), signatures: [hashSignature()], ...more } });
}

/** A detection that the demo's other analyst has approved. */
export async function approvedDetection(test: TestApp, more: Partial<CreateDetection> = {}): Promise<Detection> {
  const draft = await draftDetection(test, more);
  const other = await test.as('analyst2@vendor.example');
  return other.approveDetection({ params: { id: draft.id }, version: draft.version });
}

/** What publishing a release does to a detection, for tests that need no release. */
export async function asIfReleased({ platform: { db } }: TestApp, { id }: Detection): Promise<void> {
  await db
    .updateTable('app.detection_revisions')
    .set({ state: 'released' })
    .where('detection_id', '=', id)
    .where('state', '=', 'approved')
    .execute();
}

/** A detection that is out. */
export async function releasedDetection(test: TestApp, more: Partial<CreateDetection> = {}): Promise<Detection> {
  const approved = await approvedDetection(test, more);
  await asIfReleased(test, approved);
  return (await test.as('analyst@vendor.example')).getDetection({ params: { id: approved.id } });
}

/** A new entry of the allow-list, of the demo's first analyst. */
export async function newAllowEntry(analyst: Client, value = sha256Of(randomUUID())): Promise<AllowEntry> {
  return analyst.createAllowEntry({ body: { kind: 'file', value, reason: 'A tool that administrators use.' } });
}

/** Builds a release of everything that is approved, by the demo's first analyst, with all its jobs. */
export async function buildNow(test: TestApp): Promise<LabReleaseDetail> {
  const analyst = await test.as('analyst@vendor.example');
  const { release } = await analyst.buildRelease();
  await test.runJobs();
  return analyst.getLabRelease({ params: { id: release.id } });
}

/** Builds a release and publishes it. */
export async function releaseNow(test: TestApp): Promise<LabReleaseDetail> {
  const { release } = await buildNow(test);
  return (await test.as('analyst@vendor.example')).publishRelease({ params: { id: release.id } });
}

/** A list of hashes of the demo's first analyst, read; `approved`: by the other one. */
export async function newHashList(
  test: TestApp,
  { file = sha256Of(randomUUID()), approved = false, name = newName() } = {},
): Promise<HashList> {
  const analyst = await test.as('analyst@vendor.example');
  const { id } = await analyst.createHashList({ query: { name }, file });
  await test.runJobs();
  if (approved) await (await test.as('analyst2@vendor.example')).approveHashList({ params: { id } });
  return analyst.getHashList({ params: { id } });
}

/** A new sample in the clean collection. */
export async function newCleanFile(test: TestApp, bytes = Buffer.from(randomUUID())): Promise<CleanFile> {
  const analyst = await test.as('analyst@vendor.example');
  return analyst.addCleanFile({ body: { sha256: await keepSample(test, bytes), reason: 'A tool.' } });
}

/** What publishing a release does to a list, for tests that need no release. */
export async function releasedHashList(test: TestApp): Promise<HashList> {
  const list = await newHashList(test, { approved: true });
  const { db } = test.platform;
  await db.updateTable('app.hash_lists').set({ state: 'released' }).where('id', '=', list.id).execute();
  return { ...list, state: 'released' };
}
