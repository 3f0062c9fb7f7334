import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseCheck, ReleaseFailure, ReleaseReport } from '@companyaccount/contract/releases';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { ToolFailure } from '#platform/isolated/native-tool.ts';
import type { Platform } from '#platform/platform.ts';
import { findProblems } from './approve-detection.ts';
import { tellLab } from './edit-detection.ts';
import { changesOf, compositionText, emptyReport, releaseDay, withCheck } from './release.ts';
import {
  type ComposedDetection,
  type Composition,
  insertRelease,
  loadComposition,
  lockDefinitions,
  type ReleaseFile,
  replaceChanges,
  replaceFiles,
  takeDroppedFiles,
  takeNumber,
  updateBuild,
} from './releases-store.ts';
import { findLastFile, findSampleBlobs, loadReleaseRow } from './releases-views.ts';
import { findScannerVersion, type Scanner, verifyCleanFiles, verifyLoading, verifySamples } from './verify-release.ts';
import { saveReleaseFile, writeReleaseFiles } from './write-release-files.ts';

export const BUILD_TASK = 'definitions.build';

/** What a release is made of, as a digest: two that are alike hold the same. */
export const fingerprintOf = (composition: Composition): Buffer =>
  createHash('sha256').update(compositionText(composition)).digest();

/** Begins to build a release of everything that is approved or out. Throws `conflict` while another one is being built. */
export async function startBuild(tx: Tx, personId: string, at: Date): Promise<string> {
  await lockDefinitions(tx);
  const id = newId();
  const { number, version } = await takeNumber(tx, releaseDay(at));
  if (!(await insertRelease(tx, { id, number, version, report: emptyReport(), personId, at }))) {
    throw new Refusal('conflict');
  }
  await enqueue(tx, BUILD_TASK, { releaseId: id });
  await audit(tx, 'release.built', { type: 'release', id }, { name: number });
  await tellLab(tx);
  return id;
}

/** A folder for what is plain, readable by nobody else, empty before and gone after. */
async function inScratch<T>(scratch: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  // In a folder for everybody somebody else may have been first.
  const { uid, mode } = await stat(scratch);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new ToolFailure(`${scratch} is open to others; name another folder by LAB_SCRATCH`);
  }
  for (const left of await readdir(scratch)) {
    if (left.startsWith('release-')) await rm(join(scratch, left), { recursive: true, force: true });
  }
  const folder = await mkdtemp(join(scratch, 'release-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Compiles a release, checks it, and keeps its files: `ready` where nothing failed, else `failed` with what did. */
export async function buildRelease(platform: Platform, id: string): Promise<void> {
  const { db, blobs, clock, config, log } = platform;
  const row = await loadReleaseRow(db, id);
  if (row.state !== 'building') return;
  const { name, clamscan, cleanFolders } = config.definitions;
  const composition = await loadComposition(db);
  const fresh = composition.detections.filter(({ state }) => state === 'approved');
  let report = emptyReport();
  const save = async (next: ReleaseReport, end?: { state: 'failed' | 'ready'; files: readonly ReleaseFile[] }) => {
    report = next;
    await transact(db, SYSTEM, async (tx) => {
      const fingerprint = fingerprintOf(composition);
      const counts = await updateBuild(tx, id, {
        report,
        ...(end === undefined ? {} : { state: end.state, fingerprint }),
      });
      if (counts && end !== undefined && end.files.length > 0) await replaceFiles(tx, id, end.files);
      await tellLab(tx);
    });
  };
  const check = async (
    kind: ReleaseCheck,
    work: (() => Promise<{ failures: readonly ReleaseFailure[]; count: number }>) | null,
  ): Promise<void> => {
    if (work === null) return save(withCheck(report, kind, { state: 'skipped' }));
    await save(withCheck(report, kind, { state: 'running' }));
    const began = performance.now();
    const { failures, count } = await work();
    const milliseconds = Math.round(performance.now() - began);
    const state = failures.length > 0 ? 'failed' : 'passed';
    await save(withCheck(report, kind, { state, count, milliseconds }, [...failures]));
  };

  for (const blobId of await transact(db, SYSTEM, takeDroppedFiles)) await blobs.remove(blobId);
  await transact(db, SYSTEM, (tx) => replaceChanges(tx, id, changesOf(composition)));
  try {
    await inScratch(config.definitions.scratchDir, async (folder) => {
      await check('rules', () => verifyRules(platform, fresh, composition));
      const base = await findLastFile(db, `${name}-base.cud`);
      const names = await writeReleaseFiles(
        folder,
        name,
        composition,
        { version: row.version, builder: name, at: clock() },
        base === undefined ? null : () => blobs.read(base.blobId),
      );
      const files = names.map((file) => join(folder, file));
      const scanner: Scanner | null = clamscan === null ? null : { command: clamscan, folder };
      const version = scanner === null ? null : await findScannerVersion(scanner);
      report = { ...report, scanner: version };
      const withScanner = <T>(work: (one: Scanner) => T) =>
        scanner === null || version === null || report.failures.length > 0 ? null : () => work(scanner);
      await check(
        'loading',
        withScanner(async (one) => {
          const { failures, isolated } = await verifyLoading(one, files, fresh);
          report = { ...report, isolated };
          return { failures, count: composition.detections.filter(({ state }) => state !== 'withdrawn').length };
        }),
      );
      const blobOf = await findSampleBlobs(db, [...new Set(fresh.flatMap(({ samples }) => samples))]);
      await check(
        'samples',
        withScanner((one) => verifySamples(one, files, fresh, { blobs, blobOf })),
      );
      await check(
        'clean_files',
        withScanner((one) => verifyCleanFiles(one, fresh, cleanFolders)),
      );
      if (report.failures.length > 0) return save(report, { state: 'failed', files: [] });
      const saved: ReleaseFile[] = [];
      for (const file of names) {
        const isBase = base !== undefined && file === base.name;
        saved.push(isBase ? base : await saveReleaseFile(blobs, folder, file));
      }
      return save(report, { state: 'ready', files: saved });
    });
  } catch (error) {
    log.error({ err: error, releaseId: id }, 'a release could not be built');
    const running = report.checks.find(({ state }) => state === 'running')?.check ?? 'rules';
    const detail = error instanceof ToolFailure ? error.message : '';
    const failure = { check: running, detectionId: null, name: null, detail };
    await save(withCheck(report, running, { state: 'failed' }, [failure]), { state: 'failed', files: [] });
  }
}

/** The same rules as for an approval: a file may have been allowed since. */
async function verifyRules({ db }: Platform, fresh: readonly ComposedDetection[], { detections }: Composition) {
  const failures: ReleaseFailure[] = [];
  for (const { detectionId, name, signatures, samples } of fresh) {
    const problems = await findProblems(db, { id: detectionId, name, signatures, samples });
    for (const { problem, pointer } of problems) {
      failures.push({ check: 'rules', detectionId, name, detail: `${pointer}: ${problem}` });
    }
  }
  return { failures, count: detections.reduce((sum, one) => sum + one.signatures.length, 0) };
}
