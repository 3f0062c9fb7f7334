import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseCheck, ReleaseFailure, ReleaseReport } from '@companyaccount/contract/releases';
import { ToolFailure } from '#platform/isolated/native-tool.ts';
import type { Platform } from '#platform/platform.ts';
import { findProblems } from './approve-detection.ts';
import type { ComposedList } from './hash-list.ts';
import { findAllowedHash } from './hash-lists-store.ts';
import { emptyReport, withCheck } from './release.ts';
import type { ComposedDetection } from './releases-store.ts';
import { findSampleBlobs } from './releases-views.ts';
import type { Scanner } from './scan.ts';
import { findScannerVersion, verifyCleanFiles, verifyLoading, verifySamples } from './verify-release.ts';
import { verifyYara } from './verify-yara.ts';
import { writeHashFile } from './write-hash-files.ts';

/** Nothing is tried for longer. */
const LEFT_MS = 4 * 3_600_000;

interface Tried {
  /** Of `inScratch`. */
  folder: string;
  /** The definition files, or folders of them, that the scanner loads. */
  files: readonly string[];
  /** What is new in them and is tried on samples and clean files. */
  fresh: readonly ComposedDetection[];
  /** Everything in them. */
  kept: readonly ComposedDetection[];
  /** Lists of hashes that are new in them. */
  freshLists?: readonly ComposedList[];
  /** Told of each step. */
  save: (report: ReleaseReport) => Promise<void>;
}

/** A folder for what is plain, readable by nobody else and gone after; what a process that was killed left behind goes too. */
export async function inScratch<T>(scratch: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  // In a folder for everybody somebody else may have been first.
  const { uid, mode } = await stat(scratch);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new ToolFailure(`${scratch} is open to others; name another folder by LAB_SCRATCH`);
  }
  for (const left of await readdir(scratch)) {
    const place = join(scratch, left);
    const made = await stat(place).catch(() => null);
    if (left.startsWith('tried-') && made !== null && Date.now() - made.ctimeMs > LEFT_MS) {
      await rm(place, { recursive: true, force: true });
    }
  }
  const folder = await mkdtemp(join(scratch, 'tried-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts definitions through every check, one after the other; what comes after a failed one is skipped. */
export async function verifyDefinitions(
  platform: Platform,
  { folder, files, fresh, kept, freshLists = [], save }: Tried,
): Promise<void> {
  const { db, blobs, config } = platform;
  const { clamscan, cleanFolders } = config.definitions;
  let report = emptyReport();
  const check = async (
    kind: ReleaseCheck,
    work: (() => Promise<{ failures: readonly ReleaseFailure[]; count: number }>) | null,
  ): Promise<void> => {
    if (work === null) report = withCheck(report, kind, { state: 'skipped' });
    else {
      report = withCheck(report, kind, { state: 'running' });
      await save(report);
      const began = performance.now();
      const { failures, count } = await work();
      const milliseconds = Math.round(performance.now() - began);
      const state = failures.length > 0 ? 'failed' : 'passed';
      report = withCheck(report, kind, { state, count, milliseconds }, [...failures]);
    }
    await save(report);
  };

  await check('rules', () => verifyRules(platform, fresh, kept, freshLists));
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
      return { failures, count: kept.length };
    }),
  );
  const blobOf = await findSampleBlobs(db, [...new Set(fresh.flatMap(({ samples }) => samples))]);
  await check(
    'samples',
    withScanner((one) => verifySamples(one, files, fresh, { blobs, blobOf })),
  );
  await check(
    'clean_files',
    withScanner((one) =>
      verifyCleanFiles(one, fresh, {
        cleanFolders,
        added: { db, blobs },
        lists: freshLists,
        writeLists: (path) => writeHashFile(db, path, freshLists),
      }),
    ),
  );
}

/** The report of checks that broke off. */
export function brokenReport(report: ReleaseReport, error: unknown): ReleaseReport {
  const check = report.checks.find(({ state }) => state === 'running')?.check ?? 'rules';
  const detail = error instanceof ToolFailure ? error.message : '';
  return withCheck(report, check, { state: 'failed' }, [{ check, detectionId: null, name: null, detail }]);
}

/** The same rules as for an approval: a file may have been allowed since. */
async function verifyRules(
  { db, config }: Platform,
  fresh: readonly ComposedDetection[],
  kept: readonly ComposedDetection[],
  freshLists: readonly ComposedList[],
) {
  const failures: ReleaseFailure[] = [];
  for (const { detectionId, name, signatures, samples } of fresh) {
    const problems = await findProblems(db, { id: detectionId, name, signatures, samples });
    for (const { problem, pointer } of problems) {
      failures.push({ check: 'rules', detectionId, name, detail: `${pointer}: ${problem}` });
    }
  }
  failures.push(...(await verifyYara(fresh, config.lab)));
  for (const { id, name } of freshLists) {
    const hash = await findAllowedHash(db, id);
    if (hash !== undefined) failures.push({ check: 'rules', detectionId: null, name, detail: `${hash}: hash_allowed` });
  }
  return { failures, count: kept.reduce((sum, one) => sum + one.signatures.length, 0) };
}
