import type { ReleaseFailure } from '@companyaccount/contract/releases';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '#platform/blobs/blob-store.ts';
import { runTool, ToolFailure } from '#platform/isolated/native-tool.ts';
import { labelOf, yaraLabelOf } from './clamav-lines.ts';
import type { ComposedList } from './hash-list.ts';
import type { ComposedDetection } from './releases-store.ts';
import { writeLooseFiles } from './write-release-files.ts';

const GIB = 1024 ** 3;
const MINUTE = 60_000;
/** More detections than this are not tried one by one for the one that does not load. */
const SUSPECTS_MAX = 200;
/** Of the clean files that one detection hits, so many are named. */
const NAMED_MAX = 20;

export interface ScanOutcome {
  /** Files and by which labels they were hit. */
  hits: { file: string; label: string }[];
  /** What the scanner says of the databases. */
  warnings: string[];
  /** How many files it has looked at. */
  scanned: number;
  isolated: boolean;
}

/** Where the scanner is, and a folder of its own for everything plain. */
export interface Scanner {
  command: string;
  folder: string;
}

/** Lets clamscan look at paths with the databases given, and nothing else, under its default settings. */
export async function scan(
  { command, folder }: Scanner,
  databases: readonly string[],
  paths: readonly string[],
  milliseconds = 5 * MINUTE,
): Promise<ScanOutcome> {
  const args = [
    '--stdout',
    '--infected',
    '--allmatch',
    '--recursive',
    `--tempdir=${folder}`,
    ...databases.map((path) => `--database=${path}`),
    '--',
    ...paths,
  ];
  const limits = { milliseconds, memoryBytes: 8 * GIB, outputBytes: 50_000_000 };
  const { stdout, stderr, code, isolated } = await runTool(command, args, limits, folder);
  const lines = `${stdout}\n${stderr}`.split('\n');
  const warnings = lines.filter((line) => /^LibClamAV (?:Warning|Error):|^ERROR:/u.test(line));
  // 0: nothing found, 1: something found; 2 also stands for a clean file that could not be read.
  if (code !== 0 && code !== 1 && code !== 2) throw new ToolFailure(`clamscan ended with ${code}`);
  return {
    hits: lines.flatMap((line) => {
      const [, file, label] = /^(.+): (\S+) FOUND$/u.exec(line) ?? [];
      return file === undefined || label === undefined ? [] : [{ file, label: label.replace(/\.UNOFFICIAL$/u, '') }];
    }),
    warnings,
    scanned: Number(/^Scanned files: (\d+)$/mu.exec(stdout)?.[1] ?? 0),
    isolated,
  };
}

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
  lists: readonly ComposedList[];
  /** Writes the hashes of these lists into a file. */
  writeLists: (path: string) => Promise<void>;
}

/** Which clean files the new detections hit: none may. */
export async function verifyCleanFiles(
  scanner: Scanner,
  fresh: readonly ComposedDetection[],
  { cleanFolders, lists, writeLists }: CleanTrial,
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
  if (folders.length === 0) return { failures: [], count: 0 };
  const path = join(scanner.folder, 'lists.hsb');
  if (lists.length > 0) await writeLists(path);
  const loose = (await writeLooseFiles(databases, fresh)) ? [databases] : [];
  const all = [...loose, ...(lists.length > 0 ? [path] : [])];
  if (all.length === 0) return { failures: [], count: 0 };
  const { hits, scanned } = await scan(scanner, all, folders, 60 * MINUTE);
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
  return { failures: [...failures, ...byLists], count: scanned };
}
