import type { ReleaseFailure } from '@companyaccount/contract/releases';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '#platform/blobs/blob-store.ts';
import { runTool } from '#platform/isolated/native-tool.ts';
import { labelOf, yaraLabelOf } from './clamav-lines.ts';
import { scan, type Scanner } from './scan.ts';
import { type AddedFiles, CLEAN_SCAN_MS, scanAddedFiles } from './scan-added-files.ts';
import type { ComposedList } from './hash-list.ts';
import type { ComposedDetection } from './releases-store.ts';
import { writeLooseFiles } from './write-release-files.ts';

const GIB = 1024 ** 3;
/** More detections than this are not tried one by one for the one that does not load. */
const SUSPECTS_MAX = 200;
/** Of the clean files that one detection hits, so many are named. */
const NAMED_MAX = 20;

/** What the scanner calls itself, such as `ClamAV 1.4.6`; null where it cannot be run. */
export async function findScannerVersion({ command, folder }: Scanner): Promise<string | null> {
  const limits = { milliseconds: 30_000, memoryBytes: GIB, outputBytes: 10_000 };
  const answer = await runTool(command, ['--version'], limits, folder).catch(() => null);
  return answer?.code === 0 ? (/^ClamAV [\d.]+/u.exec(answer.stdout)?.[0] ?? null) : null;
}

const labelsOf = ({ name, revision, signatures }: ComposedDetection): string[] =>
  signatures.map(({ serial, format }) => (format === 'yara' ? yaraLabelOf : labelOf)({ name, serial, revision }));

const failureOf = (
  check: ReleaseFailure['check'],
  detection: ComposedDetection | null,
  detail: string,
): ReleaseFailure => ({
  check,
  detectionId: detection?.detectionId ?? null,
  name: detection?.name ?? null,
  detail: detail.slice(0, 500),
});

/** Whether the files of the release load without a word of complaint; names the new detections that do not. */
export async function verifyLoading(
  scanner: Scanner,
  files: readonly string[],
  fresh: readonly ComposedDetection[],
): Promise<{ failures: ReleaseFailure[]; isolated: boolean }> {
  const empty = join(scanner.folder, 'nothing');
  await writeFile(empty, 'nothing');
  const { warnings, isolated } = await scan(scanner, files, [empty]);
  if (warnings.length === 0) return { failures: [], isolated };
  const failures: ReleaseFailure[] = [];
  for (const one of fresh.slice(0, SUSPECTS_MAX)) {
    const folder = await mkdtemp(join(scanner.folder, 'one-'));
    if (await writeLooseFiles(folder, [one])) {
      const alone = await scan(scanner, [folder], [empty]);
      const [said] = alone.warnings;
      if (said !== undefined) failures.push(failureOf('loading', one, said.replaceAll(`${folder}/`, '')));
    }
    await rm(folder, { recursive: true });
  }
  const [first = ''] = warnings;
  const whole = failureOf('loading', null, first.replaceAll(`${scanner.folder}/`, ''));
  return { failures: failures.length > 0 ? failures : [whole], isolated };
}

/**
 * Whether each new detection hits each of its samples, under default settings. The samples are plain for as long as that
 * takes, in the scanner's folder.
 */
export async function verifySamples(
  scanner: Scanner,
  files: readonly string[],
  fresh: readonly ComposedDetection[],
  { blobs, blobOf }: { blobs: Pick<BlobStore, 'read'>; blobOf: ReadonlyMap<string, string> },
): Promise<{ failures: ReleaseFailure[]; count: number }> {
  const wanted = [...new Set(fresh.flatMap(({ samples }) => samples))];
  if (wanted.length === 0) return { failures: [], count: 0 };
  const folder = join(scanner.folder, 'samples');
  await mkdir(folder, { mode: 0o700 });
  try {
    for (const sha256 of wanted) {
      const blobId = blobOf.get(sha256);
      if (blobId === undefined) continue;
      await pipeline(await blobs.read(blobId), createWriteStream(join(folder, sha256), { mode: 0o600 }));
    }
    const { hits } = await scan(scanner, files, [folder]);
    const hit = new Set(hits.map(({ file, label }) => `${file.split('/').at(-1) ?? ''} ${label}`));
    const failures = fresh.flatMap((one) =>
      one.samples
        .filter((sha256) => !labelsOf(one).some((label) => hit.has(`${sha256} ${label}`)))
        .map((sha256) => failureOf('samples', one, sha256)),
    );
    return { failures, count: wanted.length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface CleanTrial {
  cleanFolders: readonly string[];
  /** Where the files are that analysts have added. */
  added: AddedFiles;
  lists: readonly ComposedList[];
  /** Writes the hashes of these lists into a file. */
  writeLists: (path: string) => Promise<void>;
}

/** Which clean files the new detections hit: none may. */
export async function verifyCleanFiles(
  scanner: Scanner,
  fresh: readonly ComposedDetection[],
  { cleanFolders, added, lists, writeLists }: CleanTrial,
): Promise<{ failures: ReleaseFailure[]; count: number }> {
  const there = await Promise.all(
    cleanFolders.map((folder) =>
      stat(folder).then(
        (found) => found.isDirectory(),
        () => false,
      ),
    ),
  );
  const folders = cleanFolders.filter((_folder, at) => there[at] === true);
  const databases = await mkdtemp(join(scanner.folder, 'new-'));
  const path = join(scanner.folder, 'lists.hsb');
  if (lists.length > 0) await writeLists(path);
  const loose = (await writeLooseFiles(databases, fresh)) ? [databases] : [];
  const all = [...loose, ...(lists.length > 0 ? [path] : [])];
  if (all.length === 0) return { failures: [], count: 0 };
  const found = folders.length === 0 ? { hits: [], scanned: 0 } : await scan(scanner, all, folders, CLEAN_SCAN_MS);
  const inAdded = await scanAddedFiles(scanner, all, added);
  const hits = [...found.hits, ...inAdded.hits];
  const filesHit = (fits: (label: string) => boolean) =>
    [...new Set(hits.filter(({ label }) => fits(label)).map(({ file }) => file))].slice(0, NAMED_MAX);
  const failures = fresh.flatMap((one) => {
    const labels = new Set(labelsOf(one));
    return filesHit((label) => labels.has(label)).map((file) => failureOf('clean_files', one, file));
  });
  const byLists = lists.flatMap(({ name, serial }) =>
    filesHit((label) => label.endsWith(`-${serial}-0`)).map((file) => ({
      ...failureOf('clean_files', null, file),
      name,
    })),
  );
  const lost = inAdded.lost.map((name) => failureOf('clean_files', null, name));
  return { failures: [...failures, ...byLists, ...lost], count: found.scanned + inAdded.scanned };
}
