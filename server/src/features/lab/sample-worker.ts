import { answerFrames } from '#platform/isolated/answer-frames.ts';
import { compoundTables, isCompound } from './compound-document.ts';
import { indicatorsOf, runsOf } from './content-strings.ts';
import { isElf } from './elf-file.ts';
import { elfTables } from './elf-structure.ts';
import { entropyAlong } from './entropy.ts';
import { isMacho, machoTables } from './macho-structure.ts';
import { isOoxml, ooxmlTables } from './ooxml-structure.ts';
import { isPdf, pdfTables } from './pdf-structure.ts';
import { isPe } from './pe-file.ts';
import { peTables } from './pe-tables.ts';
import type { SampleQuestion } from './sample-question.ts';
import type { SourceText, Table } from './table.ts';

// Runs in an isolated process: what an analyst looks at is read here, and never kept.

interface Shown {
  tables: Table[];
  sources: SourceText[];
}
type Reader = [is: (bytes: Buffer) => boolean, read: (bytes: Buffer) => Table[] | Promise<Table[]> | Shown];

const READERS: readonly Reader[] = [
  [isPe, peTables],
  [isElf, elfTables],
  [isMacho, machoTables],
  [isCompound, compoundTables],
  [isPdf, pdfTables],
  [isOoxml, ooxmlTables],
];

async function readTables(bytes: Buffer): Promise<Shown & { damaged: boolean }> {
  const shown = { tables: [], sources: [], damaged: false };
  const reader = READERS.find(([is]) => is(bytes));
  if (reader === undefined) return shown;
  try {
    const read = await reader[1](bytes);
    return { ...shown, ...(Array.isArray(read) ? { tables: read } : read) };
  } catch {
    return { ...shown, damaged: true };
  }
}

/** Texts that begin between two places, in their order; `more` where there are more than asked for. */
function readStrings(bytes: Buffer, { begin, end, min, q, most }: Extract<SampleQuestion, { view: 'strings' }>) {
  const wanted = q.toLowerCase();
  const found = [];
  for (const run of runsOf(bytes, min)) {
    if (run.at < begin || run.at >= end) continue;
    if (wanted === '' || run.text.toLowerCase().includes(wanted)) found.push(run);
  }
  const rows = found.toSorted((a, b) => a.at - b.at);
  return { rows: rows.slice(0, most), more: rows.length > most };
}

await answerFrames(async ({ words, bytes }) => {
  const question = words as unknown as SampleQuestion;
  const answer =
    question.view === 'strings'
      ? readStrings(bytes, question)
      : { ...(await readTables(bytes)), entropy: entropyAlong(bytes), indicators: indicatorsOf(bytes) };
  // As bytes: a thousand long texts are more than what may be said in words.
  return { words: {}, bytes: Buffer.from(JSON.stringify(answer)) };
});
