import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { AnalysisStep, Finding } from '@companyaccount/contract/lab';
import { BlobMissing, type BlobStore } from '#platform/blobs/blob-store.ts';
import { BlobDamaged } from '#platform/blobs/segments.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { ClamdUnavailable, scanByClamd } from '#platform/clamd.ts';
import type { Tx } from '#platform/db/database.ts';
import { type FailureReason, IsolatedFailure } from '#platform/isolated/isolated-process.ts';
import { ToolFailure } from '#platform/isolated/native-tool.ts';
import type { IsolatedPool } from '#platform/isolated/isolated-pool.ts';
import type { Platform } from '#platform/platform.ts';
import {
  beginAnalysis,
  endAnalysis,
  findUsableAnalysis,
  loadBudget,
  loadRunning,
  lockRoot,
  noteRules,
  type RunningAnalysis,
  samplesOfTree,
  settleStep,
  spendBudget,
  waitingSteps,
} from './analyses-store.ts';
import { answerSample } from './answer-objects.ts';
import { countBytes, entropyOf, HIGH_ENTROPY } from './entropy.ts';
import { finding, readFindings } from './finding.ts';
import type { LabDoor, ReleaseMatcher } from './lab-door.ts';
import { requestsAwaiting } from './objects-store.ts';
import type { Rules } from './find-rules.ts';
import { settleReanalysed } from './reanalyse-samples.ts';
import { type InnerFile, type Question, readInnerFiles } from './step-question.ts';
import { describeSample, insertContained, keepSample, knownHashes } from './samples-store.ts';

export interface Lab extends Pick<Platform, 'db' | 'blobs' | 'clock' | 'log'> {
  bounds: Platform['config']['lab'];
  scanner: Platform['config']['clamd'];
  rules: () => Promise<Rules>;
  parsers: IsolatedPool;
  matchers: IsolatedPool;
  door: LabDoor;
  released: ReleaseMatcher;
}

interface Taken {
  state: 'done' | 'failed';
  findings: Finding[];
  /** What else to write down with the findings. */
  also?: (tx: Tx) => Promise<void>;
}
const done = (findings: Finding[]): Taken => ({ state: 'done', findings });

const FAILURES: Record<FailureReason, Finding> = {
  time: finding('limit_reached', { name: 'time' }),
  memory: finding('limit_reached', { name: 'memory' }),
  crashed: finding('parser_failed', { name: 'crashed' }),
  broken_answer: finding('parser_failed', { name: 'broken_answer' }),
  failed: finding('parser_failed', { name: 'failed' }),
};

/** Reads the sample once: its other hashes, and how random it is. Nothing in it is interpreted. */
async function takeHashes(sampleId: string, source: AsyncIterable<Uint8Array>): Promise<Taken> {
  const [md5, sha1] = [createHash('md5'), createHash('sha1')];
  const counts = new Float64Array(256);
  for await (const piece of source) {
    md5.update(piece);
    sha1.update(piece);
    countBytes(piece, counts);
  }
  const entropy = entropyOf(counts);
  return {
    ...done(entropy > HIGH_ENTROPY ? [finding('high_entropy', { value: entropy })] : []),
    also: (tx) => describeSample(tx, sampleId, { md5: md5.digest(), sha1: sha1.digest(), entropy }),
  };
}

/** Puts one step to an isolated process. A process that fails is a finding; the next step gets another. */
async function askStep(
  pool: IsolatedPool,
  words: Record<string, unknown>,
  { filesMax, bytesMax }: Pick<Question, 'filesMax' | 'bytesMax'>,
  bytes: Buffer,
): Promise<{ findings: Finding[]; files: InnerFile[] } | Finding> {
  try {
    const answer = await pool.ask({ words, bytes });
    const findings = readFindings(answer.words['findings']);
    const files = readInnerFiles(answer.words['files'] ?? [], answer.bytes, { filesMax, bytesMax });
    if (findings === null || files === null) return FAILURES.broken_answer;
    return { findings, files };
  } catch (error) {
    if (!(error instanceof IsolatedFailure)) throw error;
    return FAILURES[error.reason];
  }
}

/** A blob that is the same for the same file of the same analysis, so that a second attempt leaves nothing behind. */
function innerBlobId(analysisId: string, position: number): string {
  const hash = createHash('sha256').update(`${analysisId}/${position}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

async function writeBlob(blobs: BlobStore, id: string, bytes: Buffer): Promise<void> {
  await blobs.remove(id);
  await blobs.create(id);
  if (bytes.length === 0) await blobs.finish(id);
  else await blobs.append(id, Readable.from([bytes]), { at: 0, total: bytes.length });
}

/** Keeps the files taken out of a sample as samples of their own, and has each analysed in the name of the same root. */
async function keepInner(lab: Lab, running: RunningAnalysis, files: readonly InnerFile[]): Promise<Taken['also']> {
  const { db, blobs } = lab;
  const hashed = files.map((file, position) => ({
    ...file,
    sha256: createHash('sha256').update(file.bytes).digest(),
    blobId: innerBlobId(running.id, position),
  }));
  const known = await knownHashes(
    db,
    hashed.map(({ sha256 }) => sha256),
  );
  const fresh = new Map(hashed.map((file) => [file.sha256.toString('hex'), file]));
  for (const hash of known) fresh.delete(hash);
  for (const { blobId, bytes } of fresh.values()) await writeBlob(blobs, blobId, bytes);
  const rootId = running.root_id ?? running.id;
  const { digest } = await lab.rules();
  return async (tx) => {
    const at = lab.clock();
    const inner: { id: string; path: string }[] = [];
    const begun = await samplesOfTree(tx, rootId);
    for (const { path, sha256, bytes, blobId } of hashed) {
      const own = fresh.get(sha256.toString('hex'))?.blobId ?? blobId;
      const { id, created } = await keepSample(tx, { sha256, size: bytes.length, blobId: own }, at);
      inner.push({ id, path });
      if (begun.has(id)) continue;
      begun.add(id);
      const { password, reanalysis_id: reanalysisId } = running;
      const wanted = { sampleId: id, rootId, depth: running.depth + 1, password, reanalysisId };
      if (created || (await findUsableAnalysis(tx, wanted, digest)) === undefined) await beginAnalysis(tx, wanted, at);
    }
    await insertContained(tx, running.sample_id, inner);
    const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    await spendBudget(tx, rootId, files.length, total);
  };
}

async function takeUnpack(lab: Lab, running: RunningAnalysis, mediaType: string, bytes: Buffer): Promise<Taken> {
  const { bounds, db } = lab;
  const spent = await loadBudget(db, running.root_id ?? running.id);
  const isDeepest = running.depth >= bounds.depth;
  const question: Question = {
    step: 'unpack',
    mediaType,
    password: running.password,
    filesMax: isDeepest ? 0 : Math.max(0, bounds.unpackedFiles - spent.unpacked_files),
    bytesMax: Math.max(0, Math.min(bounds.fileBytes, bounds.unpackedBytes - Number(spent.unpacked_bytes))),
  };
  const answer = await askStep(lab.parsers, question, question, bytes);
  if ('kind' in answer) return { state: 'failed', findings: [answer] };
  const findings = answer.findings.map((one) =>
    isDeepest && one.kind === 'limit_reached' ? finding('limit_reached', { name: 'depth' }) : one,
  );
  if (answer.files.length === 0) return done(findings);
  const also = await keepInner(lab, running, answer.files);
  return { ...done(findings), ...(also === undefined ? {} : { also }) };
}

/** Asks the definitions that are out. */
async function takeDefinitions({ released, log }: Lab, bytes: Buffer): Promise<Taken> {
  try {
    const names = await released.match(bytes);
    return done(names === null ? [finding('no_scanner')] : names.map((name) => finding('in_release', { name })));
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    log.warn({ reason: error.message }, 'the definitions could not be asked');
    return { state: 'failed', findings: [finding('scanner_unavailable')] };
  }
}

/** Asks ClamAV, where it is set up. What was not scanned, or is too large for it, is never told as clean. */
async function takeScan({ scanner, log }: Lab, bytes: Buffer): Promise<Taken> {
  if (scanner === null) return done([finding('no_scanner')]);
  const tooLarge = done([finding('limit_reached', { name: 'scanner_size' })]);
  if (bytes.length > scanner.maxBytes) return tooLarge;
  try {
    const result = await scanByClamd(scanner.place, bytes);
    if (result.state === 'too_large') return tooLarge;
    return done(result.state === 'detected' ? [finding('detected', { name: result.name })] : []);
  } catch (error) {
    if (!(error instanceof ClamdUnavailable)) throw error;
    log.warn({ reason: error.message }, 'clamd did not answer');
    return { state: 'failed', findings: [finding('scanner_unavailable')] };
  }
}

/** Takes one step of an analysis. */
async function takeStep(
  lab: Lab,
  running: RunningAnalysis,
  step: AnalysisStep,
  content: () => Promise<Buffer>,
): Promise<Taken> {
  const size = Number(running.size);
  const fits = size <= lab.bounds.fileBytes;
  if (step === 'hashes') {
    // As a stream in any case: between two segments others have their turn.
    const taken = await takeHashes(running.sample_id, await lab.blobs.read(running.blob_id));
    if (size === 0) taken.findings.push(finding('empty'));
    if (!fits) taken.findings.push(finding('limit_reached', { name: 'file_size' }));
    if (size === 0 || !fits) return taken;
    const similar = await askStep(lab.parsers, { step }, { filesMax: 0, bytesMax: 0 }, await content());
    if ('kind' in similar) return { ...taken, state: 'failed', findings: [...taken.findings, similar] };
    const tlsh = similar.findings[0]?.name;
    return {
      state: 'done',
      findings: [...taken.findings, ...similar.findings],
      also: async (tx) => {
        await taken.also?.(tx);
        if (tlsh != null) await describeSample(tx, running.sample_id, { tlsh });
      },
    };
  }
  if (size === 0 || !fits) return done([]);
  if (step === 'unpack') return takeUnpack(lab, running, running.media_type ?? '', await content());
  if (step === 'definitions') return takeDefinitions(lab, await content());
  if (step === 'clamav') return takeScan(lab, await content());
  const words = step === 'rules' ? { sources: (await lab.rules()).sources } : { step };
  const pool = step === 'rules' ? lab.matchers : lab.parsers;
  const answer = await askStep(pool, words, { filesMax: 0, bytesMax: 0 }, await content());
  if ('kind' in answer) return { state: 'failed', findings: [answer] };
  const named = step === 'type' ? (answer.findings[0]?.name ?? null) : null;
  if (named === null) return done(answer.findings);
  running.media_type = named;
  return { ...done(answer.findings), also: (tx) => describeSample(tx, running.sample_id, { media_type: named }) };
}

/** Steps that took no longer than this together are written down at once: nobody sees them one by one. */
const TOGETHER_MS = 200;

/** Takes the steps of an analysis that are left, and tells the outcome when it was the last of its tree. */
export async function analyseSample(lab: Lab, analysisId: string): Promise<void> {
  const { db, blobs, clock, log, door } = lab;
  const running = await loadRunning(db, analysisId);
  if (running === undefined) return;
  const rootId = running.root_id ?? running.id;
  let read: Promise<Buffer> | undefined;
  const content = () => (read ??= blobs.read(running.blob_id).then(buffer));
  const requestIds = running.root_id === null ? await requestsAwaiting(db, running.sample_id) : [];
  let unwritten: (Taken & { step: AnalysisStep; startedAt: Date; finishedAt: Date })[] = [];
  let writtenAt = performance.now();
  const write = async (tx: Tx): Promise<void> => {
    for (const { step, also, ...outcome } of unwritten) {
      await also?.(tx);
      if (step === 'rules') await noteRules(tx, analysisId, (await lab.rules()).digest);
      await settleStep(tx, analysisId, step, outcome);
    }
    for (const id of requestIds) await door.announceObjects(tx, id);
  };
  for (const step of await waitingSteps(db, analysisId)) {
    const startedAt = clock();
    const taken = await takeStep(lab, running, step, content).catch((error: unknown): Taken => {
      if (!(error instanceof BlobMissing || error instanceof BlobDamaged)) throw error;
      log.error({ sample: running.sample_id }, 'the content of a sample is damaged or lost');
      return { state: 'failed', findings: [finding('damaged', { name: 'content' })] };
    });
    unwritten.push({ ...taken, step, startedAt, finishedAt: clock() });
    if (performance.now() - writtenAt < TOGETHER_MS) continue;
    await transact(db, SYSTEM, write);
    unwritten = [];
    writtenAt = performance.now();
  }
  await transact(db, SYSTEM, async (tx) => {
    if (unwritten.length > 0) await write(tx);
    const root = await lockRoot(tx, rootId);
    if (!(await endAnalysis(tx, analysisId, rootId, clock()))) return;
    if (root.reanalysis_id === null) await answerSample(tx, door, root, clock());
    else await settleReanalysed(tx, { ...root, reanalysis_id: root.reanalysis_id }, clock());
  });
}
