import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ReleaseReport } from '@companyaccount/contract/releases';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Platform } from '#platform/platform.ts';
import { tellLab } from './edit-detection.ts';
import { changesOf, compositionText, emptyReport, releaseDay } from './release.ts';
import { planBase } from './hash-list.ts';
import { findBaseLists } from './hash-lists-store.ts';
import {
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
import { findLastFile, loadReleaseRow } from './releases-views.ts';
import { brokenReport, inScratch, verifyDefinitions } from './verify-definitions.ts';
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

/** Compiles a release, checks it, and keeps its files: `ready` where nothing failed, else `failed` with what did. */
export async function buildRelease(platform: Platform, id: string): Promise<void> {
  const { db, blobs, clock, config, log } = platform;
  const row = await loadReleaseRow(db, id);
  if (row.state !== 'building') return;
  const { name } = config.definitions;
  const composition = await loadComposition(db);
  const fresh = composition.detections.filter(({ state }) => state === 'approved');
  let report = emptyReport();
  const save = async (
    next: ReleaseReport,
    end?: { state: 'failed' | 'ready'; files: readonly ReleaseFile[]; baseLists?: string[] },
  ) => {
    report = next;
    await transact(db, SYSTEM, async (tx) => {
      const fingerprint = fingerprintOf(composition);
      const counts = await updateBuild(tx, id, {
        report,
        ...(end === undefined ? {} : { state: end.state, fingerprint }),
        ...(end?.baseLists === undefined ? {} : { baseLists: end.baseLists }),
      });
      if (counts && end !== undefined && end.files.length > 0) await replaceFiles(tx, id, end.files);
      await tellLab(tx);
    });
  };

  for (const blobId of await transact(db, SYSTEM, takeDroppedFiles)) await blobs.remove(blobId);
  await transact(db, SYSTEM, (tx) => replaceChanges(tx, id, changesOf(composition)));
  try {
    await inScratch(config.definitions.scratchDir, async (folder) => {
      const last = await findLastFile(db, `${name}-base.cud`);
      const plan = planBase(composition.lists, last === undefined ? null : await findBaseLists(db));
      const base = plan.anew ? undefined : last;
      const names = await writeReleaseFiles(folder, name, {
        db,
        composition,
        header: { version: row.version, builder: name, at: clock() },
        plan,
        base: base === undefined ? null : () => blobs.read(base.blobId),
      });
      await verifyDefinitions(platform, {
        folder,
        files: names.map((file) => join(folder, file)),
        fresh,
        kept: composition.detections.filter(({ state }) => state !== 'withdrawn'),
        freshLists: composition.lists.filter(({ state }) => state === 'approved'),
        save,
      });
      if (report.failures.length > 0) return save(report, { state: 'failed', files: [] });
      const saved: ReleaseFile[] = [];
      for (const file of names) {
        const isBase = base !== undefined && file === base.name;
        saved.push(isBase ? base : await saveReleaseFile(blobs, folder, file));
      }
      return save(report, { state: 'ready', files: saved, baseLists: plan.base });
    });
  } catch (error) {
    log.error({ err: error, releaseId: id }, 'a release could not be built');
    await save(brokenReport(report, error), { state: 'failed', files: [] });
  }
}
