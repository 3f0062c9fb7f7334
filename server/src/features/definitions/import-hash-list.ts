import { type HashLineProblem, HASH_LIST_LINES_MAX, REFUSED_LINES_MAX } from '@companyaccount/contract/hash-lists';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal, refuseField } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { findCleanHashes } from './clean-collection-store.ts';
import { findAllowedHashes, isNameTaken } from './detections-views.ts';
import { readDetectionName } from './detection-name.ts';
import { tellLab } from './edit-detection.ts';
import { type ListedHash, readHashLine } from './hash-list.ts';
import {
  deleteHashes,
  insertHashes,
  insertHashList,
  loadHashList,
  type ReadSoFar,
  updateReading,
} from './hash-lists-store.ts';

export const IMPORT_TASK = 'definitions.import';

const BATCH = 10_000;
/** The page is told how far it is after so many batches. */
const TOLD_EVERY = 5;
const LINE_MAX = 1000;
const TEXT_SHOWN = 80;

/** Begins a list of hashes whose file is in a blob; a job reads it. */
export async function createHashList(
  tx: Tx,
  list: { id: string; name: string; note: string; blobId: string; authorId: string; at: Date },
): Promise<void> {
  if (readDetectionName(list.name) === null) throw refuseField('/name', 'invalid');
  if ((await isNameTaken(tx, list.name, null)) || !(await insertHashList(tx, list)))
    throw refuseField('/name', 'taken');
  await enqueue(tx, IMPORT_TASK, { listId: list.id });
  await audit(tx, 'hash_list.imported', { type: 'hash_list', id: list.id }, { name: list.name });
  await tellLab(tx);
}

/** The lines of a text of any length; of one that is too long only the beginning is kept. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/u);
    rest = (parts.pop() ?? '').slice(0, LINE_MAX + 1);
    yield* parts;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

/** Reads the file of a list into the table, line by line, and says what was wrong with which. */
export async function importHashList(platform: Pick<Platform, 'db' | 'blobs'>, id: string): Promise<void> {
  const { db, blobs } = platform;
  const list = await loadHashList(db, id).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  if (list?.state !== 'reading' || list.blob_id === null) return;
  // An attempt that was cut off may have left some.
  await transact(db, SYSTEM, (tx) => deleteHashes(tx, id));
  const so: ReadSoFar & { refusedLines: { line: number; problem: HashLineProblem; text: string }[] } = {
    lines: 0,
    accepted: 0,
    duplicates: 0,
    refused: 0,
    refusedLines: [],
    ownNames: false,
  };
  const refuse = (line: number, problem: HashLineProblem, text: string) => {
    so.refused += 1;
    // What cannot be shown is shown as such.
    const shown = text.slice(0, TEXT_SHOWN).replaceAll(/[^\x20-\x7e]/gu, '?');
    if (so.refusedLines.length < REFUSED_LINES_MAX) so.refusedLines.push({ line, problem, text: shown });
  };
  let batch: (ListedHash & { line: number })[] = [];
  let batches = 0;
  const keep = async (end: boolean) => {
    batches += 1;
    await transact(db, SYSTEM, async (tx) => {
      const hashes = batch.map(({ sha256 }) => sha256);
      const allowed = await findAllowedHashes(tx, hashes);
      const clean = await findCleanHashes(tx, hashes);
      const good = batch.filter(({ sha256, line }) => {
        if (allowed.has(sha256)) refuse(line, 'hash_allowed', sha256);
        else if (clean.has(sha256)) refuse(line, 'hash_clean', sha256);
        return !allowed.has(sha256) && !clean.has(sha256);
      });
      const added = good.length === 0 ? 0 : await insertHashes(tx, id, good);
      so.accepted += added;
      so.duplicates += good.length - added;
      so.ownNames ||= good.some(({ name }) => name !== null);
      await updateReading(tx, id, so, end);
      if (end || batches % TOLD_EVERY === 0) await tellLab(tx);
    });
    batch = [];
  };
  for await (const text of linesOf(await blobs.read(list.blob_id))) {
    if (so.lines === HASH_LIST_LINES_MAX) {
      refuse(so.lines + 1, 'too_many_lines', text);
      break;
    }
    so.lines += 1;
    const read = text.length > LINE_MAX ? 'line_too_long' : readHashLine(text);
    if (typeof read === 'string') refuse(so.lines, read, text);
    else if (read !== null) batch.push({ ...read, line: so.lines });
    if (batch.length === BATCH) await keep(false);
  }
  await keep(true);
  await blobs.remove(list.blob_id);
}
