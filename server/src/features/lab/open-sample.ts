import { buffer } from 'node:stream/consumers';
import { type SampleStrings, type SampleStructure, STRINGS_PAGE } from '@companyaccount/contract/samples';
import type { Config } from '#platform/config.ts';
import { Refusal } from '#platform/errors.ts';
import { type FailureReason, IsolatedFailure } from '#platform/isolated/isolated-process.ts';
import type { IsolatedPool } from '#platform/isolated/isolated-pool.ts';
import type { BlobStore } from '#platform/blobs/blob-store.ts';
import { RUN_MAX } from './content-strings.ts';
import { startAt } from './find-bytes.ts';
import { AnswerBroken, readStringsAnswer, readStructureAnswer, type SampleQuestion } from './sample-question.ts';
import type { SampleRow } from './samples-access.ts';

export interface SampleReader {
  blobs: Pick<BlobStore, 'read'>;
  /** Processes for whoever looks at samples, so that a page does not wait for the pipeline. */
  viewers: IsolatedPool;
  bounds: Config['lab'];
}

type Opened = Pick<SampleRow, 'size' | 'blob_id'>;

const WINDOW_BYTES = 1024 ** 2;
/** As many windows as one call looks through. */
const WINDOWS_MAX = 16;
/** Before a window, to tell whether a text goes on or begins. */
const LEAD_BYTES = 2;

async function ask(
  { blobs, viewers }: SampleReader,
  { blob_id: id }: Opened,
  range: { start: number; end: number },
  words: SampleQuestion,
) {
  const bytes = await buffer(await blobs.read(id, range));
  return (await viewers.ask({ words: { ...words }, bytes })).bytes;
}

/** The next readable texts of a sample, a window of it at a time. Throws `unavailable` where they cannot be read. */
export async function listStrings(
  reader: SampleReader,
  sample: Opened,
  { offset, q, min }: { offset: number; q: string; min: number },
): Promise<SampleStrings> {
  const { size } = startAt(sample, offset);
  const data: SampleStrings['data'] = [];
  const first = Math.floor(offset / WINDOW_BYTES);
  for (let window = first; window * WINDOW_BYTES < size; window += 1) {
    if (window - first >= WINDOWS_MAX) return { data, next: window * WINDOW_BYTES };
    const begin = window * WINDOW_BYTES;
    const start = Math.max(0, begin - LEAD_BYTES);
    const range = { start, end: Math.min(size, begin + WINDOW_BYTES + RUN_MAX) };
    // One more than there is room for, to know where to go on.
    const most = STRINGS_PAGE - data.length + 1;
    const bounds = { begin: Math.max(begin, offset) - start, end: begin + WINDOW_BYTES - start };
    const { rows } = await ask(reader, sample, range, { view: 'strings', ...bounds, min, q, most })
      .then((bytes) => readStringsAnswer(bytes, most))
      .catch((error: unknown) => {
        if (error instanceof IsolatedFailure || error instanceof AnswerBroken) throw new Refusal('unavailable');
        throw error;
      });
    for (const { at, wide, pieces } of rows) {
      if (data.length === STRINGS_PAGE) return { data, next: start + at };
      data.push({ offset: start + at, wide, pieces });
    }
  }
  return { data, next: null };
}

const UNREAD: Record<FailureReason, NonNullable<SampleStructure['unread']>> = {
  time: 'time',
  memory: 'memory',
  crashed: 'failed',
  broken_answer: 'failed',
  failed: 'failed',
};

/** How a sample is built; what could not be read says why. */
export async function openStructure(reader: SampleReader, sample: Opened): Promise<SampleStructure> {
  const nothing = { damaged: false, entropy: { bytes: 0, values: [] }, tables: [], sources: [], indicators: [] };
  const size = Number(sample.size);
  if (size > reader.bounds.fileBytes) return { unread: 'too_large', ...nothing };
  try {
    return readStructureAnswer(await ask(reader, sample, { start: 0, end: size }, { view: 'structure' }));
  } catch (error) {
    if (error instanceof AnswerBroken) return { unread: 'failed', ...nothing };
    if (error instanceof IsolatedFailure) return { unread: UNREAD[error.reason], ...nothing };
    throw error;
  }
}
