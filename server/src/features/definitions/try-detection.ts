import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import type { ReleaseReport } from '@companyaccount/contract/releases';
import { loadDetection } from './detections-access.ts';
import { updateTrial } from './detections-store.ts';
import { tellLab } from './edit-detection.ts';
import { emptyReport } from './release.ts';
import { brokenReport, inScratch, verifyDefinitions } from './verify-definitions.ts';
import { writeLooseFiles } from './write-release-files.ts';

export const TRY_TASK = 'definitions.try';

/** Begins to try a detection as it stands on its samples and on the clean files. Throws `conflict` while it is tried. */
export async function startTrial(tx: Tx, id: string, at: Date): Promise<void> {
  const { revision_id: revisionId, name, trial } = await loadDetection(tx, id, true);
  if (trial?.state === 'running') throw new Refusal('conflict');
  await updateTrial(tx, revisionId, { state: 'running', startedAt: at.toISOString(), report: emptyReport() });
  await enqueue(tx, TRY_TASK, { detectionId: id });
  await audit(tx, 'detection.tried', { type: 'detection', id }, { name });
  await tellLab(tx);
}

/** Tries a detection by all the checks of a release, and writes down how far it has come. */
export async function tryDetection(platform: Platform, detectionId: string): Promise<void> {
  const { db, config, log } = platform;
  const found = await loadDetection(db, detectionId).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (found?.trial?.state !== 'running') return;
  const { revision_id: revisionId, name, revision, signatures, samples, version, trial } = found;
  let report = emptyReport();
  const save = async (next: ReleaseReport, state: 'running' | 'done' = 'running') => {
    report = next;
    await transact(db, SYSTEM, async (tx) => {
      await updateTrial(tx, revisionId, { state, startedAt: trial.startedAt, report });
      await tellLab(tx);
    });
  };
  const tried = { detectionId, revisionId, name, revision, signatures, samples, version, wasOut: false };
  const fresh = [{ ...tried, state: 'approved' as const }];
  try {
    await inScratch(config.definitions.scratchDir, async (folder) => {
      const files = await mkdtemp(join(folder, 'alone-'));
      await writeLooseFiles(files, fresh);
      await verifyDefinitions(platform, { folder, files: [files], fresh, kept: fresh, save });
    });
    await save(report, 'done');
  } catch (error) {
    log.error({ err: error, detectionId }, 'a detection could not be tried');
    await save(brokenReport(report, error), 'done');
  }
}
